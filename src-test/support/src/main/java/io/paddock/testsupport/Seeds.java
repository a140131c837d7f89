package io.paddock.testsupport;

import java.util.SplittableRandom;

/** The seed of a run that draws lots: fresh, or {@code -Dseed=...} to repeat a run. */
public final class Seeds {

    private Seeds() {}

    public static long fresh() {
        String given = System.getProperty("seed");
        return given == null ? new SplittableRandom().nextLong() : Long.decode(given);
    }
}
