package io.paddock.server.election;

/**
 * What a peer stands for when it begins to look.
 *
 * @param kind whether it may lead
 * @param zxid the end of its log on disk; -1 if it may have lost its data
 * @param currentEpoch durable
 */
public record Candidacy(Kind kind, long zxid, long currentEpoch) {

    /** A voter with an empty data directory, that may be new. */
    public static final Candidacy FRESH = new Candidacy(Kind.VOTER, -1, Vote.NO_EPOCH);

    public enum Kind {
        VOTER,
        /** Follows without a vote. */
        OBSERVER,
        /** A participant that the configuration does not name: it follows, and its acknowledgements count nowhere. */
        STRANGER
    }

    /** Without data, as far as anybody can tell: acknowledgements may have been forgotten (hazard H19). */
    public boolean blank() {
        return zxid == -1;
    }

    Vote vote(long sid) {
        return kind == Kind.VOTER ? new Vote(sid, zxid, currentEpoch) : Vote.NONE;
    }
}
