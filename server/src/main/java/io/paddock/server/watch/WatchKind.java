package io.paddock.server.watch;

import io.paddock.common.protocol.WatchType;

/**
 * The kinds of watches that one connection may hold on one path, all at the same time (client protocol, section 5.2).
 * Each is one bit of a pair.
 */
public enum WatchKind {
    /** Standard, in the data registry: set by getData, and by exists whether or not there is a node. */
    DATA(1),
    /** Standard, in the child registry. */
    CHILD(1 << 1),
    /** Stays, in both registries. */
    PERSISTENT(1 << 2),
    /** Stays, in the data registry, where it is also asked for every path below. */
    RECURSIVE(1 << 3);

    static final int ALL_BITS = 0xf;
    static final int DATA_REGISTRY = DATA.bit | PERSISTENT.bit | RECURSIVE.bit;
    static final int CHILD_REGISTRY = CHILD.bit | PERSISTENT.bit;

    private final int bit;

    WatchKind(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }

    /** The kinds that a request to check or remove watches means. */
    static int bitsOf(WatchType type) {
        return switch (type) {
            case CHILDREN -> CHILD.bit;
            case DATA -> DATA.bit;
            case ANY -> ALL_BITS;
            case PERSISTENT -> PERSISTENT.bit;
            case PERSISTENT_RECURSIVE -> RECURSIVE.bit;
        };
    }
}
