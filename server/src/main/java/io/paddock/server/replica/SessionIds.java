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
     * How far behind a known id the count goes on, if the clock is behind it (hazard H33): others that were given away after
     * it may be closed and forgotten. More than any process opens; 65 s of the clock.
     */
    private static final long LEAP = 1L << 32;

    private static final long BELOW_SERVER = 0x00ff_ffff_ffff_ffffL;

    private long next;

    private SessionIds(long first) {
        this.next = first;
    }

    static SessionIds from(long serverId, long wallMs, Collection<Long> known) {
        return from(serverId, wallMs, known, 0);
    }

    /**
     * Every session took a zxid. So if the count leaps by the zxid too, it comes out behind whatever was given away when it
     * leapt from the same id before.
     *
     * @param lastZxid of the tree that knows these sessions
     */
    static SessionIds from(long serverId, long wallMs, Collection<Long> known, long lastZxid) {
        long first = serverId << 56 | wallMs << 24 >>> 8;
        long ahead = first;
        for (long id : known) {
            if (id >>> 56 == serverId && id >= ahead) {
                ahead = id;
                first = serverId << 56 | id + LEAP + lastZxid & BELOW_SERVER;
            }
        }
        return new SessionIds(first);
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
