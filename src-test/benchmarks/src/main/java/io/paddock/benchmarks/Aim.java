package io.paddock.benchmarks;

import java.util.Locale;

/**
 * What a figure should be.
 *
 * @param ofRatio true if it judges Paddock's figure divided by Apache's, false for Paddock's alone
 * @param atLeast true if more is better
 */
record Aim(boolean ofRatio, boolean atLeast, double limit) {

    static Aim ratioAtLeast(double limit) {
        return new Aim(true, true, limit);
    }

    static Aim ratioAtMost(double limit) {
        return new Aim(true, false, limit);
    }

    static Aim atMost(double limit) {
        return new Aim(false, false, limit);
    }

    boolean isReachedBy(Figure figure) {
        double value = ofRatio ? figure.ratio() : figure.paddock();
        return atLeast ? value >= limit : value <= limit;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s%s", atLeast ? ">=" : "<=", Figure.number(limit), ofRatio ? " x" : "");
    }
}
