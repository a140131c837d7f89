package io.paddock.server.election;

import io.paddock.server.ensemble.Quorums;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Whether the voters begin a new ensemble. A voter whose directory is empty cannot tell whether it is new, or was given an empty
 * disk in place of one with what it had acknowledged and promised (hazard H19). It goes by what the others have: it begins with
 * them if none has anything, and as long as one has data, or a leader, it has no vote and gets everything from whom they elect.
 *
 * <p>A voter that is not heard may be the one with the data. It is waited for a while, and not for ever: two of three new
 * servers serve, as they always did.
 *
 * <p>The first that is heard of a voter may be old: a new connection begins with what was said last (specification, quorum
 * protocol 4.5), and that may be what was said when the ensemble began. So all are given the time to answer.
 *
 * <p>Owned by the replica thread.
 */
final class NewEnsemble {

    private enum Sign {
        NOTHING,
        DATA,
        LEADER
    }

    private static final long NEVER = -1;

    private final long sid;
    private final Quorums inForce;
    private final long waitMs;
    private final long answerMs;
    /** What each other voter showed last. */
    private final TreeMap<Long, Sign> signs = new TreeMap<>();
    /** Since when those that have nothing are a quorum, and nobody has anything. */
    private long quorumSinceMs = NEVER;
    /** When the last of those that are heard was first heard. Its first word may be what it said long ago. */
    private long newsSinceMs = NEVER;

    /**
     * @param waitMs for those that are not heard
     * @param answerMs what those that are heard may take to answer
     */
    NewEnsemble(long sid, Quorums inForce, long waitMs, long answerMs) {
        this.sid = sid;
        this.inForce = inForce;
        this.waitMs = waitMs;
        this.answerMs = answerMs;
    }

    void onHeard(long voter, Notification n, long nowMs) {
        if (signs.put(voter, sign(n)) == null) {
            newsSinceMs = nowMs;
        }
        if (!signs.values().stream().allMatch(sign -> sign == Sign.NOTHING) || !inForce.isQuorum(this::hasNothing)) {
            quorumSinceMs = NEVER;
        } else if (quorumSinceMs == NEVER) {
            quorumSinceMs = nowMs;
        }
    }

    private static Sign sign(Notification n) {
        if (n.state() != PeerState.LOOKING) {
            return Sign.LEADER;
        }
        // Nobody votes for one who has less than itself.
        boolean nothing =
                n.vote().isOfFresh() || n.vote().zxid() == 0 && n.vote().peerEpoch() == 0;
        return nothing ? Sign.NOTHING : Sign.DATA;
    }

    private boolean hasNothing(long voter) {
        return voter == sid || signs.get(voter) == Sign.NOTHING;
    }

    boolean begins(long nowMs) {
        return quorumSinceMs != NEVER
                && nowMs - Math.max(quorumSinceMs, newsSinceMs) >= answerMs
                && (unheard().isEmpty() || nowMs - quorumSinceMs >= waitMs);
    }

    List<Long> unheard() {
        List<Long> unheard = new ArrayList<>(inForce.voters());
        unheard.removeIf(voter -> voter == sid || signs.containsKey(voter));
        return unheard;
    }

    String obstacle() {
        return signs.values().stream().allMatch(sign -> sign == Sign.NOTHING)
                ? "this server has no data, and votes when the others say that they have none either"
                : "this server has no data, others have, and it waits for a leader that they elect without it"
                        + " (zkServer-initialize.sh --force --myid=" + sid
                        + " would let it vote, if there is nothing to lose)";
    }
}
