package io.paddock.server.zab;

import io.paddock.server.ensemble.Quorums;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Voters that go on looking for a leader although the election of this peer has found one some time ago: they have found
 * another, or could not reach this one in time (hazard H17). They will not come. If without them, and without those of whom
 * nothing is heard, no quorum is left, neither the leader nor who waits for it has anything to wait for; and those who look
 * may need just them to be a quorum.
 *
 * <p>Only speed depends on it, never safety: whoever gives up without need costs an election.
 *
 * <p>Owned by the replica thread.
 */
final class Strays {

    /** A voter that looks no longer than this after the election may be about to come. */
    private static final long LATE_MS = 1_000;

    /** Then it has to say so twice: once may be an old word, read behind a pause of this process. */
    private static final long AGAIN_MS = 200;

    private final Quorums quorums;
    private final long electedMs;
    /** When it was first heard late. */
    private final TreeMap<Long, Long> heardMs = new TreeMap<>();

    private final TreeSet<Long> looking = new TreeSet<>();
    private final TreeSet<Long> absent = new TreeSet<>();

    Strays(Quorums quorums, long electedMs) {
        this.quorums = quorums;
        this.electedMs = electedMs;
    }

    /** @param nowAbsent voters that had no part in the election of this peer, or cannot be reached now */
    void onLookingHeard(long sid, Set<Long> nowAbsent, long nowMs) {
        if (!quorums.isVoter(sid) || nowMs - electedMs <= LATE_MS) {
            return;
        }
        heardMs.putIfAbsent(sid, nowMs);
        if (nowMs - heardMs.get(sid) >= AGAIN_MS) {
            looking.add(sid);
        }
        absent.clear();
        absent.addAll(nowAbsent);
        absent.remove(sid);
    }

    void onCame(long sid) {
        heardMs.remove(sid);
        looking.remove(sid);
        absent.remove(sid);
    }

    /** @param came voters that have come, or need not come */
    boolean leaveNoQuorum(LongPredicate came) {
        return !looking.isEmpty()
                && !quorums.isQuorum(sid -> came.test(sid) || !looking.contains(sid) && !absent.contains(sid));
    }

    @Override
    public String toString() {
        String others = absent.isEmpty() ? "" : ", and " + absent + " are not heard or reached";
        return "voters " + looking + " look for another leader" + others;
    }
}
