package io.paddock.testsupport;

import java.util.SplittableRandom;

/** The seed of a run that draws lots: fresh, or {@code -Dseed=...} to repeat a run. */
public final class Seeds {

    private Seeds() {}

    public static long fresh() {
        String given = System.getProperty("seed");
        if (given == null) {
            return new SplittableRandom().nextLong();
        }
        // As the failures print it: all 64 bits, which Long.decode would take for too large.
        return given.startsWith("0x") ? Long.parseUnsignedLong(given.substring(2), 16) : Long.parseLong(given);
    }
}
