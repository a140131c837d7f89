package io.paddock.server.replica;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.CreateMode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.SetData;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.PrepareOptions;
import io.paddock.server.txn.WriteRequest;
import io.paddock.server.zab.Effects;
import io.paddock.server.zab.Proposal;
import java.util.ArrayList;
import java.util.List;

/** A replica with a log in memory and a clock that stands still until it is told the time. */
final class ReplicaBench {

    static final int TICK_MS = 1000;
    static final ReplicaOptions OPTIONS = new ReplicaOptions(1, TICK_MS, 60_000, 10_000, 0, true);
    static final List<AuthId> ANYBODY = List.of(new AuthId("ip", "127.0.0.1"));

    /** Remembers what was asked of the log. */
    private final class Log implements Effects {
        @Override
        public void append(Proposal proposal) {
            log.add(proposal);
        }

        @Override
        public void commit(Proposal proposal) {
            throw new AssertionError("the replica applies its commits itself");
        }
    }

    /** Who waits for an answer. */
    record Asker(String name) implements WriteRequest.Origin {}

    final Tree tree;
    final Replica replica;
    final List<Proposal> log = new ArrayList<>();
    long nowMs = 50_000;
    long wallMs = 1_700_000_000_000L;
    private int cxid;

    ReplicaBench() {
        this(new Tree(4), OPTIONS);
    }

    ReplicaBench(Tree tree, ReplicaOptions options) {
        this.tree = tree;
        PrepareOptions prepare = new PrepareOptions(true, false, false, true, true, 1 << 20);
        replica = new Replica(tree, new AccessRules(AuthOptions.DEFAULT), prepare, options, new Log(), nowMs, wallMs);
    }

    /** Time passes, tick by tick. */
    void pass(long ms) {
        for (long end = nowMs + ms; nowMs < end; ) {
            long step = Math.min(TICK_MS / 4, end - nowMs);
            nowMs += step;
            wallMs += step;
            replica.at(nowMs, wallMs);
            replica.onTick();
        }
    }

    /** The process stands still. */
    void stall(long ms) {
        nowMs += ms;
        wallMs += ms;
        replica.at(nowMs, wallMs);
    }

    /** Everything that was appended is on disk; answers what the step has done. */
    Applied sync() {
        if (!log.isEmpty()) {
            replica.onLogSynced(log.get(log.size() - 1).zxid());
        }
        return replica.applyCommitted();
    }

    long open(Object connection, int timeoutMs) {
        replica.onOpenSession(connection, timeoutMs);
        return sync().opened().get(0).sessionId();
    }

    void write(Asker asker, long session, Object connection, ClientRequest body) {
        write(asker, session, connection, body.op(), body);
    }

    void write(Asker asker, long session, Object connection, OpCode type, ClientRequest body) {
        replica.onWrite(new WriteRequest(asker, session, ++cxid, type, body, ANYBODY), connection);
    }

    static Create create(String path, CreateMode mode) {
        OpCode op = mode == CreateMode.CONTAINER ? OpCode.CREATE_CONTAINER : OpCode.CREATE;
        return new Create(op, Path.of(path), new byte[1], Acl.OPEN, mode);
    }

    static Create ttl(String path, long ttlMs) {
        return new Create(
                OpCode.CREATE_TTL, Path.of(path), null, Acl.OPEN, CreateMode.PERSISTENT_WITH_TTL.flags(), ttlMs);
    }

    static SetData setData(String path) {
        return new SetData(Path.of(path), new byte[2], -1);
    }

    boolean exists(String path) {
        return tree.find(Path.of(path)) != Tree.NONE;
    }
}
