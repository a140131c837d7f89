package io.paddock.server.ensemble;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** The rule by which peers decide together. Only voters are ever asked about. */
public interface Quorums {

    /** The sids of those whose voice counts, ascending. */
    List<Long> voters();

    boolean isVoter(long sid);

    /** 0 for a peer that can never be voted for: one without weight, an observer, a stranger. */
    long weight(long sid);

    /** Whether the voters that the predicate accepts are enough to decide. */
    boolean isQuorum(LongPredicate accepted);

    /**
     * The highest zxid that a quorum has reached.
     *
     * @param zxidOf how far a voter is; 0 for one that has nothing or is not heard of
     * @return 0 if no quorum has anything
     */
    long quorumFloor(LongUnaryOperator zxidOf);
}
