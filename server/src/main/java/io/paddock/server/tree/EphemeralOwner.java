package io.paddock.server.tree;

/**
 * Reads the persisted field {@code ephemeralOwner}, which names the session of an ephemeral or marks a container or TTL
 * node (storage, section 13). The marks are recognised whether or not extended types are enabled: taking a TTL node for
 * the ephemeral of a dead session would delete it (hazard H4).
 */
public final class EphemeralOwner {

    /** The owner of every container. */
    public static final long CONTAINER = Long.MIN_VALUE;

    /** The longest time to live, in ms. */
    public static final long TTL_MS_MAX = (1L << 40) - 1;

    private static final long TTL_MARK = 0xFF00_00L << 40;

    private EphemeralOwner() {}

    public static boolean isContainer(long owner) {
        return owner == CONTAINER;
    }

    /** High byte 0xFF, then two zero bytes. Other owners with that high byte are sessions of server 255. */
    public static boolean isTtl(long owner) {
        return (owner & ~TTL_MS_MAX) == TTL_MARK;
    }

    /** The time to live of a TTL owner, in ms. */
    public static long ttlMs(long owner) {
        return owner & TTL_MS_MAX;
    }

    public static boolean isSession(long owner) {
        return owner != 0 && !isContainer(owner) && !isTtl(owner);
    }

    /** True from 1 to {@link #TTL_MS_MAX} ms. */
    public static boolean isValidTtl(long ttlMs) {
        return ttlMs >= 1 && ttlMs <= TTL_MS_MAX;
    }

    /** The owner of a node that lives so long; the time must be {@link #isValidTtl valid}. */
    public static long ofTtl(long ttlMs) {
        if (!isValidTtl(ttlMs)) {
            throw new IllegalArgumentException("a time to live of " + ttlMs + " ms is not in 1.." + TTL_MS_MAX);
        }
        return TTL_MARK | ttlMs;
    }

    /** What clients see as {@code ephemeralOwner}: the session, or 0. */
    static long visible(long owner) {
        return isSession(owner) ? owner : 0;
    }
}
