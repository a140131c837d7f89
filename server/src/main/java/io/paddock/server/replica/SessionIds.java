package io.paddock.server.replica;

import java.util.Collection;
import java.util.Random;
import java.util.function.LongPredicate;

/**
 * Hands out session ids (client protocol, section 2.6): the server's id in the high byte, 40 bits of the wall clock at
 * start, and a count. Never 0, never the container mark, never one that is in use.
 *
 * <p>No id is given away twice, not even after its session is closed and forgotten (hazard H33). While the clock is ahead
 * of everything that this server remembers, the clock alone makes it so. Where it is not, it was set back or another server
 * of this id ran with a faster one, and nobody knows which ids were given away: then the count goes on at a random place
 * behind the newest id that is known.
 */
final class SessionIds {

    private static final long CONTAINER_MARK = Long.MIN_VALUE;

    /** Where the count goes on, at least and at most, behind the newest id: 65 s and 195 days of the clock. */
    private static final long LEAP_MIN = 1L << 32;

    private static final long LEAP_MAX = 1L << 50;

    private static final long BELOW_SERVER = 0x00ff_ffff_ffff_ffffL;

    private long next;

    private SessionIds(long first) {
        this.next = first;
    }

    /**
     * @param newestTxnMs wall clock of the newest transaction that is known; 0 without one
     * @param known the sessions that are open, of whatever server
     */
    static SessionIds from(long serverId, long wallMs, long newestTxnMs, Collection<Long> known, Random random) {
        long clock = wallMs << 24 >>> 8;
        long newest = newestTxnMs << 24 >>> 8;
        for (long id : known) {
            if (id >>> 56 == (serverId & 0xff)) {
                newest = Math.max(newest, id & BELOW_SERVER);
            }
        }
        long first =
                newest == 0 || clock > newest ? clock : newest + random.nextLong(LEAP_MIN, LEAP_MAX) & BELOW_SERVER;
        return new SessionIds(serverId << 56 | first);
    }

    /** Never below what another one would hand out next. */
    SessionIds notBelow(SessionIds other) {
        return other == null || next >= other.next ? this : other;
    }

    long next(LongPredicate inUse) {
        while (next == 0 || next == CONTAINER_MARK || inUse.test(next)) {
            next++;
        }
        return next++;
    }
}
