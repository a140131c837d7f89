package io.paddock.server.session;

import io.paddock.common.AuthId;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.SessionPassword;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.auth.AuthPackets;
import io.paddock.server.auth.Decision;
import io.paddock.server.replica.Replica;
import io.paddock.server.replica.ReplicaOptions;
import io.paddock.server.replica.Submission;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.PrepareOptions;
import io.paddock.server.zab.Effects;
import io.paddock.server.zab.Proposal;
import java.util.List;

/**
 * A shard with a replica behind it, in one thread. The log is on disk when the test says so, and the time passes when the
 * test says so.
 */
final class HandDrivenShard implements Submission.Port, Effects, ReadGate, ShardClock {

    static final int TIMEOUT_MS = 10_000;

    final Tree tree = Tree.empty(1);
    final SessionShard shard;
    private final Replica replica;
    private long nowMs = 1_000;
    private long lastAppended;

    HandDrivenShard(int outstandingMax, ShardLimits limits) {
        AccessRules rules = new AccessRules(AuthOptions.DEFAULT);
        replica = new Replica(
                tree,
                rules,
                PrepareOptions.DEFAULT,
                new ReplicaOptions(1, 2_000, 60_000, 100, 0, true),
                this,
                nowMs,
                nowMs);
        shard = new SessionShard(
                tree,
                this,
                this,
                rules,
                new Packets(new AuthPackets(AuthOptions.DEFAULT)),
                new ShardOptions(TIMEOUT_MS, TIMEOUT_MS, outstandingMax, limits),
                this,
                replica.tail(),
                1,
                new SilentMeter());
    }

    private record Packets(AuthPackets packets) implements Authenticator {
        @Override
        public Verdict authenticate(String scheme, byte[] auth, List<AuthId> identities) {
            Decision decision = packets.accept(scheme, auth, identities);
            return new Verdict(true, false, decision.identities());
        }

        @Override
        public boolean maySendRequests(List<AuthId> identities) {
            return true;
        }

        @Override
        public String userName(AuthId identity) {
            return identity.id();
        }
    }

    /** A client that has connected and sent nothing. */
    HandDrivenClient knockless() {
        HandDrivenClient client = new HandDrivenClient(this);
        client.connection = shard.accept(client, List.of(new AuthId("ip", "127.0.0.1")));
        return client;
    }

    /** A client with a session. */
    HandDrivenClient client() {
        HandDrivenClient client = knockless();
        knock(client, 0);
        sync();
        client.frames.remove(0);
        return client;
    }

    void knock(HandDrivenClient client, long sessionId) {
        byte[] password = SessionPassword.of(sessionId);
        WireOutput out = new WireOutput();
        new ConnectRequest(0, 0, TIMEOUT_MS, sessionId, password, true, false).write(out);
        frame(client, out);
        shard.endOfBurst();
    }

    /** A frame that belongs to the burst under way. */
    void send(HandDrivenClient client, int xid, OpCode type, ClientRequest request) {
        WireOutput out = new WireOutput();
        out.int32(xid).int32(type.code());
        request.write(out);
        frame(client, out);
    }

    private void frame(HandDrivenClient client, WireOutput out) {
        client.problem = shard.onFrame(client.connection, out.array(), 0, out.size());
    }

    /** A request in a burst of its own. */
    void call(HandDrivenClient client, int xid, ClientRequest request) {
        send(client, xid, request.op(), request);
        shard.endOfBurst();
    }

    /** The log has everything on disk now. */
    void sync() {
        replica.onLogSynced(lastAppended);
        if (replica.hasNews()) {
            replica.applyCommitted();
        }
        shard.onApplied();
    }

    void pass(long ms) {
        nowMs += ms;
        replica.at(nowMs, nowMs);
    }

    long lastAppended() {
        return lastAppended;
    }

    @Override
    public void submit(List<Submission> batch) {
        for (Submission submission : batch) {
            if (submission instanceof Submission.Write write) {
                replica.onWrite(write.request(), write.connection());
            } else if (submission instanceof Submission.OpenSession open) {
                replica.onOpenSession(open.connection(), open.timeoutMs());
            } else if (submission instanceof Submission.ResumeSession resume) {
                replica.onResumeSession(resume.connection(), resume.sessionId(), resume.timeoutMs());
            }
        }
    }

    @Override
    public void append(Proposal proposal) {
        lastAppended = proposal.zxid();
    }

    @Override
    public void commit(Proposal proposal) {
        throw new IllegalStateException("the replica applies its commits itself");
    }

    @Override
    public void enter() {}

    @Override
    public void leave() {}

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public long nanos() {
        return nowMs * 1_000_000;
    }

    @Override
    public long wallMs() {
        return nowMs;
    }
}
