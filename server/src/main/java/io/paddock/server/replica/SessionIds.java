package io.paddock.server.replica;

import java.util.Collection;
import java.util.function.LongPredicate;

/**
 * Hands out session ids (client protocol, section 2.6): the server's id in the high byte, 40 bits of the wall clock at
 * start, and a count. Never 0, never the container mark, never one that is in use or was known at start.
 */
final class SessionIds {

    private static final long CONTAINER_MARK = Long.MIN_VALUE;

    /**
     * How far behind a known id the count goes on, if the clock is behind it: others that were given away after it may be
     * closed and forgotten. More than any process opens; 65 s of the clock (hazard H33).
     */
    private static final long LEAP = 1L << 32;

    private long next;

    private SessionIds(long first) {
        this.next = first;
    }

    static SessionIds from(long serverId, long wallMs, Collection<Long> known) {
        long first = serverId << 56 | wallMs << 24 >>> 8;
        for (long id : known) {
            if (id >>> 56 == serverId && id >= first) {
                first = id + LEAP;
            }
        }
        return new SessionIds(first);
    }

    long next(LongPredicate inUse) {
        while (next == 0 || next == CONTAINER_MARK || inUse.test(next)) {
            next++;
        }
        return next++;
    }
}
