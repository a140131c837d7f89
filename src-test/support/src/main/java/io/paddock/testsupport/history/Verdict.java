package io.paddock.testsupport.history;

/**
 * Whether a history can be true.
 *
 * @param evidence for people; empty if there is nothing to say
 */
public record Verdict(Kind kind, String evidence) {

    public enum Kind {
        LINEARIZABLE,
        /** No order of the operations explains all answers. */
        IMPOSSIBLE,
        /** The search was given up: neither an order nor a proof that there is none was found in time. */
        UNDECIDED
    }

    public boolean isImpossible() {
        return kind == Kind.IMPOSSIBLE;
    }
}
