package io.paddock.server.runtime;

import io.paddock.server.election.FastElection;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Looking;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators why this member does not serve, and how the configurations of others differ from its own (hazard H36).
 * Owned by the replica thread, but for {@link #reason}.
 */
final class Standstill {

    private static final Logger LOG = LoggerFactory.getLogger(Standstill.class);

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** An election is over by then, if nothing is in its way. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final FastElection election;
    private List<String> complaints = List.of();
    private long sinceNanos;
    private long lookedNanos;
    private String told = "";
    /** Written by the replica thread, read by any. */
    private volatile String reason = "";

    Standstill(FastElection election, long nowNanos) {
        this.election = election;
        this.sinceNanos = nowNanos;
        this.lookedNanos = nowNanos;
    }

    /** Why this member does not serve; empty while it does, and in its first moments. Any thread. */
    String reason() {
        return reason;
    }

    void became(EnsembleRole from, EnsembleRole to, long nowNanos) {
        if (to.serves()) {
            reason = "";
            told = "";
        } else if (from.serves()) {
            sinceNanos = nowNanos;
        }
    }

    /** At the end of each step in which this member does not serve. */
    void look(EnsembleRole role, long nowNanos) {
        if (!complaints.equals(election.complaints())) {
            complaints = election.complaints();
            complaints.forEach(complaint -> LOG.warn("The members do not agree who they are: {}", complaint));
        }
        if (nowNanos - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = nowNanos;
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - sinceNanos);
        String obstacles = role instanceof Looking ? String.join("; ", election.obstacles()) : "";
        reason = "It has no leader since " + seconds + " s and is " + role
                + (obstacles.isEmpty() ? "" : ": " + obstacles);
        if (nowNanos - sinceNanos > PATIENCE_NANOS && !obstacles.isEmpty() && !obstacles.equals(told)) {
            told = obstacles;
            LOG.warn("No leader since {} s: {}", seconds, obstacles);
        }
    }
}
