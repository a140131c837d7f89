package io.paddock.server.replica;

/**
 * Whether this server has the data of another ensemble: a majority of the others has followed a leader of an earlier epoch than ours
 * for longer than a leader lasts that has no quorum.
 *
 * <p>In one ensemble that cannot be. Whoever has the history of an epoch got it when a quorum had promised that epoch, and who has
 * promised it follows no leader of an earlier one again (specification, quorum protocol 8.2). One of the majority that is heard
 * has promised it, so it is not long until there is another leader, or until this server gets to follow.
 *
 * <p>Owned by the replica thread.
 */
final class Estrangement {

    private static final long NEVER = Long.MIN_VALUE;

    private final long limitMs;
    private long sinceMs = NEVER;
    private long lastMs;

    /** @param limitMs more than a leader without a quorum stays, and an election with all that follows takes */
    Estrangement(long limitMs) {
        this.limitMs = limitMs;
    }

    /** The election has found that others have a leader in that epoch, or that there is a new one. */
    void onFound(long leadersEpoch, long ownEpoch, long nowMs) {
        if (leadersEpoch >= ownEpoch) {
            sinceMs = NEVER;
        } else if (sinceMs == NEVER || nowMs - lastMs > limitMs / 2) {
            sinceMs = nowMs; // The first time, or nothing is known of what was between.
        }
        lastMs = nowMs;
    }

    boolean isCertain(long nowMs) {
        return sinceMs != NEVER && nowMs - sinceMs > limitMs;
    }
}
