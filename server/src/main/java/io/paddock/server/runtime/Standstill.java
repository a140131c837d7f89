package io.paddock.server.runtime;

import io.paddock.server.election.FastElection;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.InSync;
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
    /** A failure that repeats itself is told so often. */
    private static final long REPEATED_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final long sid;
    private final FastElection election;
    private final ShortStays stays = new ShortStays();
    private List<String> complaints = List.of();
    private long sinceNanos;
    private long lookedNanos;
    private String told = "";
    /** How the last attempt to lead or to follow failed; null if none did since this member served. */
    private Looking failure;

    private long failureToldNanos;
    /** How often it failed in that way and nobody was told. */
    private long untold;
    /** Written by the replica thread, read by any. */
    private volatile String reason = "";

    Standstill(long sid, FastElection election, long nowNanos) {
        this.sid = sid;
        this.election = election;
        this.sinceNanos = nowNanos;
        this.lookedNanos = nowNanos;
    }

    /** Why this member does not serve; empty while it does, and in its first moments. Any thread. */
    String reason() {
        return reason;
    }

    void became(EnsembleRole from, EnsembleRole to, long nowNanos) {
        if (from.serves()) {
            stays.end(nowNanos);
        }
        if (to instanceof InSync joined) {
            stays.begin(joined.leaderSid(), joined.epoch(), nowNanos);
        }
        if (stays.areMany()) {
            tellOfStays(from, to, nowNanos);
        } else {
            tell(from, to, nowNanos);
        }
        if (to.serves()) {
            reason = "";
            told = "";
        } else if (from.serves()) {
            sinceNanos = nowNanos;
        }
    }

    private void tellOfStays(EnsembleRole from, EnsembleRole to, long nowNanos) {
        LOG.debug("{} -> {}, again", from, to);
        if (to.serves()) {
            failure = null;
        } else if (to instanceof Looking looking && looking.failed()) {
            failure = looking;
        }
        if (to instanceof Looking looking && stays.toBeTold(nowNanos)) {
            LOG.warn(
                    "Again and again this server loses its leader as soon as it has joined, now with: {}. If the log of the"
                            + " leader says that server {} has come by another link, two servers have the number {} in"
                            + " their myid: correct one of them. The changes of role are not told while this goes on.",
                    looking.why(),
                    sid,
                    sid);
        }
    }

    /** Every change of role, but those of attempts that fail like the one before. */
    private void tell(EnsembleRole from, EnsembleRole to, long nowNanos) {
        boolean fails = to instanceof Looking looking && looking.failed();
        boolean likeBefore = fails && to.equals(failure) && nowNanos - failureToldNanos < REPEATED_NANOS;
        String why = to instanceof Looking looking ? ": " + looking.why() : "";
        if (likeBefore) {
            untold++;
            LOG.debug("{} -> {}{}, again", from, to, why);
        } else if (untold > 0 && !(to instanceof Looking) && !to.serves()) {
            LOG.debug("{} -> {}{}, once more", from, to, why);
        } else {
            String times =
                    to.equals(failure) && untold > 0 ? " (and " + untold + " times more since that was said)" : "";
            LOG.info("{} -> {}{}{}", from, to, why, times);
            untold = 0;
            if (fails) {
                failure = (Looking) to;
                failureToldNanos = nowNanos;
            } else if (to.serves()) {
                failure = null;
            }
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
        String obstacles = role instanceof Looking ? obstacles() : "";
        reason = "It has no leader since " + seconds + " s and is " + role
                + (obstacles.isEmpty() ? "" : ": " + obstacles);
        if (nowNanos - sinceNanos > PATIENCE_NANOS && !obstacles.isEmpty() && !obstacles.equals(told)) {
            told = obstacles;
            LOG.warn("No leader since {} s: {}", seconds, obstacles);
        }
    }

    private String obstacles() {
        String others = String.join("; ", election.obstacles());
        return failure == null ? others : failure.why() + (others.isEmpty() ? "" : "; " + others);
    }
}
