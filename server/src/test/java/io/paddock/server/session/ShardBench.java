package io.paddock.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.AuthId;
import io.paddock.common.OpCode;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.auth.AuthPackets;
import io.paddock.server.auth.Decision;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.Replica;
import io.paddock.server.replica.ReplicaOptions;
import io.paddock.server.replica.Submission;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.PrepareOptions;
import io.paddock.server.zab.Effects;
import io.paddock.server.zab.Proposal;
import java.util.ArrayList;
import java.util.List;

/**
 * Shards of client connections over a real replica, without threads, disk or sockets: a test says when what was submitted
 * reaches the replica, when it is on disk, and when a shard looks at the stream.
 */
final class ShardBench {

    static final ShardOptions OPTIONS = new ShardOptions(2000, 20_000, 1000);
    private static final ReplicaOptions REPLICA = new ReplicaOptions(1, 1000, 60_000, 10_000, 0, true);

    /** Held by nobody, or by the shard that is being stepped. */
    static final class Gate implements ReadGate {
        private boolean entered;
        boolean open = true;
        int passages;

        @Override
        public boolean isOpen() {
            assertThat(entered).isTrue();
            return open;
        }

        @Override
        public void enter() {
            assertThat(entered).as("the gate is not reentrant").isFalse();
            entered = true;
            passages++;
        }

        @Override
        public void leave() {
            assertThat(entered).isTrue();
            entered = false;
        }

        boolean isEntered() {
            return entered;
        }
    }

    private final class Clock implements ShardClock {
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
            return wallMs;
        }
    }

    private final class Log implements Effects {
        @Override
        public void append(Proposal proposal) {
            lastZxid = proposal.zxid();
        }

        @Override
        public void commit(Proposal proposal) {
            throw new AssertionError();
        }
    }

    private static final class Meter implements ShardMeter {
        @Override
        public void received() {}

        @Override
        public void answered(OpCode type, long latencyMs, int bytes) {
            assertThat(bytes).isGreaterThanOrEqualTo(16);
        }

        @Override
        public void notified() {}
    }

    /** The auth room behind the interface that shards know. */
    private record Packets(AuthPackets packets) implements Authenticator {
        @Override
        public Verdict authenticate(String scheme, byte[] auth, List<AuthId> identities) {
            Decision decision = packets.accept(scheme, auth, identities);
            return new Verdict(
                    decision.outcome() == Decision.Outcome.ACCEPTED,
                    decision.outcome() == Decision.Outcome.CLOSED,
                    decision.identities());
        }

        @Override
        public boolean maySendRequests(List<AuthId> identities) {
            return packets.satisfiesEnforcement(identities);
        }

        @Override
        public String userName(AuthId identity) {
            return packets.userName(identity);
        }
    }

    final Tree tree;
    final Gate gate = new Gate();
    final Replica replica;
    final SessionShard shard;
    /** Submitted and not yet seen by the replica. */
    final List<Submission> submitted = new ArrayList<>();

    private final List<SessionShard> shards = new ArrayList<>();
    private final AuthOptions auth;
    private final ShardOptions options;
    long nowMs = 10_000;
    long wallMs = 1_700_000_000_000L;
    private long lastZxid;

    ShardBench() {
        this(OPTIONS, AuthOptions.DEFAULT);
    }

    ShardBench(ShardOptions options) {
        this(options, AuthOptions.DEFAULT);
    }

    ShardBench(AuthOptions auth) {
        this(OPTIONS, auth);
    }

    private ShardBench(ShardOptions options, AuthOptions auth) {
        this.options = options;
        this.auth = auth;
        tree = new Tree(6);
        PrepareOptions prepare = new PrepareOptions(true, false, false, true, true, 2_097_150);
        replica = new Replica(tree, new AccessRules(auth), prepare, REPLICA, new Log(), nowMs, wallMs);
        shard = addShard();
    }

    /** Another event loop over the same replica. */
    SessionShard addShard() {
        SessionShard added = new SessionShard(
                tree,
                gate,
                this::submit,
                new AccessRules(auth),
                new Packets(new AuthPackets(auth)),
                options,
                new Clock(),
                replica.tail(),
                9,
                new Meter());
        shards.add(added);
        return added;
    }

    private void submit(List<Submission> batch) {
        assertThat(gate.isEntered()).as("nothing is submitted behind the gate").isFalse();
        submitted.addAll(batch);
    }

    Client client() {
        return new Client(this, shard);
    }

    Client client(SessionShard of) {
        return new Client(this, of);
    }

    /** A client with an open session. */
    Client connected() {
        return client().connect();
    }

    /** The replica takes what was submitted. */
    void deliver() {
        List<Submission> batch = List.copyOf(submitted);
        submitted.clear();
        replica.at(nowMs, wallMs);
        batch.forEach(this::deliver);
    }

    private void deliver(Submission submission) {
        if (submission instanceof Submission.Write write) {
            replica.onWrite(write.request(), write.connection());
        } else if (submission instanceof Submission.OpenSession open) {
            replica.onOpenSession(open.connection(), open.timeoutMs());
        } else if (submission instanceof Submission.ResumeSession resume) {
            replica.onResumeSession(resume.connection(), resume.sessionId(), resume.timeoutMs());
        } else if (submission instanceof Submission.Touched touched) {
            for (int i = 0; i < touched.sessionIds().size(); i++) {
                replica.onTouched(touched.sessionIds().get(i), touched.heardMs().get(i));
            }
        }
    }

    /** Everything that was proposed is on disk, applied, and linked to the stream. */
    Applied sync() {
        replica.onLogSynced(lastZxid);
        return replica.applyCommitted();
    }

    /** The shards look at the stream. */
    void publish() {
        shards.forEach(SessionShard::onApplied);
    }

    /** Lets everything run until nothing is on its way. */
    void settle() {
        publish();
        do {
            deliver();
            sync();
            publish();
        } while (!submitted.isEmpty());
    }

    /** Time passes for the replica; what the shards heard is reported first, as often as it is in a server. */
    void pass(long ms) {
        for (long end = nowMs + ms; nowMs < end; ) {
            nowMs += Math.min(250, end - nowMs);
            shards.forEach(SessionShard::reportTouched);
            deliver();
            replica.at(nowMs, wallMs);
            replica.onTick();
            sync();
            publish();
        }
    }
}
