package io.paddock.server.runtime;

import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Following;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.Looking;
import io.paddock.server.zab.Observing;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.Synchronizing;
import java.util.concurrent.TimeUnit;

/** Measures what a member does between two terms, and what passes between it and others (operations, section 11). */
final class RoleTimes {

    private final Counters counters;
    private long lookingNanos;
    private long unavailableNanos;
    private long synchronizingNanos;

    /** @param counters of the replica thread, which owns this */
    RoleTimes(Counters counters, long nowNanos) {
        this.counters = counters;
        this.lookingNanos = nowNanos;
        this.unavailableNanos = nowNanos;
        counters.increment(Metric.LOOKING_COUNT);
    }

    void became(EnsembleRole from, EnsembleRole to, long nowNanos) {
        if (from instanceof Looking && to instanceof Looking) {
            return; // It looks on, for other reasons.
        }
        if (from instanceof Looking) {
            counters.record(Metric.ELECTION_TIME, ms(nowNanos - lookingNanos));
        }
        if (to instanceof Looking) {
            counters.increment(Metric.LOOKING_COUNT);
            lookingNanos = nowNanos;
            unavailableNanos = from.serves() ? nowNanos : unavailableNanos;
        } else if (to instanceof Synchronizing) {
            synchronizingNanos = nowNanos;
        } else if (to.serves()) {
            counters.record(Metric.UNAVAILABLE_TIME, ms(nowNanos - unavailableNanos));
            if (to instanceof Leading) {
                counters.record(Metric.LEADER_UNAVAILABLE_TIME, ms(nowNanos - unavailableNanos));
            } else if (to instanceof Following) {
                counters.record(Metric.FOLLOWER_SYNC_TIME, ms(nowNanos - synchronizingNanos));
            } else if (to instanceof Observing) {
                counters.record(Metric.OBSERVER_SYNC_TIME, ms(nowNanos - synchronizingNanos));
            }
        }
    }

    void sent(QuorumPacket packet) {
        if (packet.code() == PacketType.DIFF.code()) {
            counters.increment(Metric.DIFF_COUNT);
        }
    }

    void sentSnapshot() {
        counters.increment(Metric.SNAP_COUNT);
    }

    void received(QuorumPacket packet) {
        if (packet.code() == PacketType.PROPOSAL.code()) {
            counters.increment(Metric.LEARNER_PROPOSAL_RECEIVED_COUNT);
        } else if (packet.code() == PacketType.COMMIT.code()) {
            counters.increment(Metric.LEARNER_COMMIT_RECEIVED_COUNT);
        }
    }

    void proposed() {
        counters.increment(Metric.PROPOSAL_COUNT);
    }

    private static long ms(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
