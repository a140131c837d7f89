package io.paddock.server.zab;

import java.util.List;

/**
 * Who follows a leader, for operators.
 *
 * @param learners who are connected and have said who they are
 * @param connected learners, in whatever phase
 */
public record Followership(int connected, List<Standing> learners) {

    /** Nobody follows. */
    public static final Followership NONE = new Followership(0, List.of());

    /**
     * A learner as its leader sees it.
     *
     * @param follower whether it acknowledges what it is sent; an observer does not
     * @param serves whether it has caught up
     * @param behind how many transactions of this epoch it has not acknowledged; 0 for an observer
     */
    public record Standing(long sid, boolean follower, boolean serves, long behind) {}

    /** Followers that have caught up and serve, also those that the configuration does not name. */
    public int followers() {
        return (int) learners.stream()
                .filter(learner -> learner.serves() && learner.follower())
                .count();
    }

    /** Observers that have caught up and serve. */
    public int observers() {
        return (int) learners.stream()
                .filter(learner -> learner.serves() && !learner.follower())
                .count();
    }
}
