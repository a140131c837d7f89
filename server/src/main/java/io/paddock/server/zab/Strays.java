package io.paddock.server.zab;

import io.paddock.server.ensemble.Quorums;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Voters that look for a leader although the election of this peer has found one some time ago: they have found another, or
 * could not reach this one in time (hazard H17). They will not come. If without them, and without those that cannot be
 * reached, no quorum is left, neither the leader nor who waits for it has anything to wait for; and those who look may need
 * just them to be a quorum.
 *
 * <p>Only speed depends on it, never safety: whoever gives up without need costs an election.
 *
 * <p>Owned by the replica thread.
 */
final class Strays {

    /** A voter that looks no longer than this after the election may be about to come. */
    private static final long LATE_MS = 1_000;

    private final Quorums quorums;
    private final long electedMs;
    private final TreeSet<Long> looking = new TreeSet<>();
    private Set<Long> unreachable = Set.of();

    Strays(Quorums quorums, long electedMs) {
        this.quorums = quorums;
        this.electedMs = electedMs;
    }

    /** @param nowUnreachable peers whose election port cannot be connected to, as far as is known */
    void onLookingHeard(long sid, Set<Long> nowUnreachable, long nowMs) {
        if (quorums.isVoter(sid) && nowMs - electedMs > LATE_MS) {
            looking.add(sid);
            unreachable = nowUnreachable;
        }
    }

    void onCame(long sid) {
        looking.remove(sid);
    }

    /** @param came voters that have come, or need not come */
    boolean leaveNoQuorum(LongPredicate came) {
        return !looking.isEmpty()
                && !quorums.isQuorum(sid -> came.test(sid) || !looking.contains(sid) && !unreachable.contains(sid));
    }

    @Override
    public String toString() {
        String others = unreachable.isEmpty() ? "" : ", and " + unreachable + " cannot be reached";
        return "voters " + looking + " look for another leader" + others;
    }
}
