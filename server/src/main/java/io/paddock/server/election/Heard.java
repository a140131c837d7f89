package io.paddock.server.election;

/** The last that was heard from a peer. */
record Heard(PeerState state, Vote vote, long round, int version) {

    static Heard of(Notification n) {
        return new Heard(n.state(), n.vote(), n.round(), n.version());
    }

    /** Whether the sender of this one looks, and votes so in that round. */
    boolean isVote(Vote other, long otherRound) {
        return state == PeerState.LOOKING && round == otherRound && vote.equals(other);
    }

    /**
     * Whether this one supports the same leader as that one. Followers of one leader may have found it in different
     * rounds and with different zxids, so for them only the leader and its epoch are compared (hazard H16).
     */
    boolean supports(Heard that) {
        if (state == PeerState.LOOKING || that.state == PeerState.LOOKING) {
            return round == that.round && vote.equals(that.vote);
        }
        boolean oneIsOld = version == 0 != (that.version == 0);
        return vote.leader() == that.vote.leader() && (oneIsOld || vote.peerEpoch() == that.vote.peerEpoch());
    }

    boolean sameLeader(Heard that) {
        return state == PeerState.LOOKING || that.state == PeerState.LOOKING
                ? supports(that)
                : vote.leader() == that.vote.leader();
    }
}
