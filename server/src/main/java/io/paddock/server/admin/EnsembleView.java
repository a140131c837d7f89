package io.paddock.server.admin;

import java.util.List;

/**
 * The ensemble as one of its members sees it while it serves.
 *
 * @param leader its number
 * @param behind how many transactions that the leader has proposed this server has not applied; 0 for the leader
 * @param voters how many the configuration names
 * @param votersInSync how many of them the leader counts on, itself included; 0 unless this server is the leader
 * @param members all others that the configuration names or that have come; empty unless this server is the leader
 */
public record EnsembleView(long epoch, long leader, long behind, int voters, int votersInSync, List<Member> members) {

    /** How far a member is. */
    public enum Progress {
        /** There is no connection. */
        ABSENT,
        /** It is being brought up to date. */
        SYNCHRONIZES,
        SERVES
    }

    /**
     * Another member, as the leader sees it.
     *
     * @param behind how many transactions it has not acknowledged; 0 for an observer, which acknowledges none
     */
    public record Member(long sid, boolean voter, Progress progress, long behind) {}
}
