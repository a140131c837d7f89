package io.paddock.server.zab;

/**
 * Limits of the agreement between peers. All servers of an ensemble must have the same ticks and limits.
 *
 * @param tickMs the unit of the configuration's limits; every leader sends a PING at least twice in it
 * @param initLimitMs for finding, joining and synchronizing
 * @param syncLimitMs for silence, and for acknowledgements
 * @param silenceMs how long a learner bears the silence of a leader that is known to send PINGs often, at first; see {@link
 *     Patience}. With {@code syncLimitMs} or more all leaders are treated alike
 * @param recentMax how many committed transactions are kept for learners that lack only them
 * @param counterMax the highest counter that a leader gives away before it resigns (hazard H20)
 * @param truncateOrphans cut off what a learner has too much instead of sending it everything. Only safe if all servers
 *     drop snapshots that go beyond the cut, which release 3.9 does not (hazard H6)
 */
public record ZabOptions(
        long tickMs,
        long initLimitMs,
        long syncLimitMs,
        long silenceMs,
        int recentMax,
        long counterMax,
        boolean truncateOrphans) {

    /** Far from the end of 32 bits, so that what is under way can still be finished. */
    public static final long COUNTER_MAX = 0xffff_0000L;

    /** Five PINGs that do not come, and longer than a healthy server pauses. */
    public static final long SILENCE_MS = 1_000;

    private static final long PING_MS_MAX = 200;

    public ZabOptions(
            long tickMs, long initLimitMs, long syncLimitMs, int recentMax, long counterMax, boolean truncateOrphans) {
        this(tickMs, initLimitMs, syncLimitMs, SILENCE_MS, recentMax, counterMax, truncateOrphans);
    }

    public static ZabOptions of(long tickMs, int initLimit, int syncLimit) {
        return new ZabOptions(tickMs, tickMs * initLimit, tickMs * syncLimit, 500, COUNTER_MAX, false);
    }

    /** How often a leader of ours sends PINGs. */
    long pingMs() {
        return Math.max(1, Math.min(PING_MS_MAX, tickMs / 8));
    }
}
