package io.paddock.server.zab;

/**
 * Limits of the agreement between peers. All servers of an ensemble must have the same ticks and limits.
 *
 * @param tickMs the unit of the configuration's limits; PINGs go out twice in it
 * @param initLimitMs for finding, joining and synchronizing
 * @param syncLimitMs for silence, and for acknowledgements
 * @param recentMax how many committed transactions are kept for learners that lack only them
 * @param counterMax the highest counter that a leader gives away before it resigns (hazard H20)
 * @param truncateOrphans cut off what a learner has too much instead of sending it everything. Only safe if all servers
 *     drop snapshots that go beyond the cut, which release 3.9 does not (hazard H6)
 */
public record ZabOptions(
        long tickMs, long initLimitMs, long syncLimitMs, int recentMax, long counterMax, boolean truncateOrphans) {

    /** Far from the end of 32 bits, so that what is under way can still be finished. */
    public static final long COUNTER_MAX = 0xffff_0000L;

    public static ZabOptions of(long tickMs, int initLimit, int syncLimit) {
        return new ZabOptions(tickMs, tickMs * initLimit, tickMs * syncLimit, 500, COUNTER_MAX, false);
    }
}
