package io.paddock.server.runtime;

import io.paddock.server.replica.Applied;
import io.paddock.server.replica.Submission;
import io.paddock.server.session.ReadGate;
import io.paddock.server.session.SessionShard;
import io.paddock.server.tree.Tree;
import java.util.Random;

/** Makes the shards of the event loops, anew for each term in which this server serves. Any thread. */
final class Shards {

    private final Access access;
    private final ClientLimits limits;
    private final ThreadClock clock = new ThreadClock();
    private final long hashSeed = new Random().nextLong();

    Shards(Access access, ClientLimits limits) {
        this.access = access;
        this.limits = limits;
    }

    /** @param tail where the shard begins to follow the stream */
    SessionShard shard(Tree tree, ReadGate gate, Submission.Port replica, Applied tail, LoopMeter meter) {
        return new SessionShard(
                tree,
                gate,
                replica,
                access.rules(),
                access.authenticator(),
                limits.ofShard(meter.counters()),
                clock,
                tail,
                hashSeed,
                meter);
    }
}
