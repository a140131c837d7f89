package io.paddock.server.election;

import io.paddock.common.Zxid;

/**
 * A proposal for the leadership.
 *
 * @param leader sid of the candidate
 * @param zxid the end of its log; -1 if it may have lost its data
 * @param peerEpoch its current epoch: it has the whole initial history of that epoch
 */
public record Vote(long leader, long zxid, long peerEpoch) {

    /** The vote of somebody who cannot lead and has no opinion yet: an observer, or a peer without a vote. */
    public static final Vote NONE = new Vote(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);

    /** The peer epoch of one who has never had any. */
    static final long NO_EPOCH = -1;

    /** Whether the candidate has no data, and does not know of any that it lost. Others take it for one without a vote. */
    boolean isOfFresh() {
        return zxid == -1 && peerEpoch == NO_EPOCH;
    }

    /**
     * The order of votes, which all peers must share: epoch, then history, then sid (specification, quorum protocol 5.5).
     *
     * @param weight of this vote's candidate; one without weight beats nobody
     */
    boolean beats(Vote other, long weight) {
        if (weight == 0) {
            return false;
        }
        if (peerEpoch != other.peerEpoch) {
            return peerEpoch > other.peerEpoch;
        }
        return zxid != other.zxid ? zxid > other.zxid : leader > other.leader;
    }

    @Override
    public String toString() {
        return leader == Long.MIN_VALUE ? "nobody" : leader + " with epoch " + peerEpoch + " and " + Zxid.toHex(zxid);
    }
}
