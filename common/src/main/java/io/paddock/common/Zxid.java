package io.paddock.common;

/**
 * A transaction id: the high 32 bits are the epoch of the leader that made it, the low 32 bits count the transactions of
 * that epoch. A standalone server works in epoch 0.
 */
public final class Zxid {

    private Zxid() {}

    public static long of(long epoch, long counter) {
        return epoch << 32 | counter & 0xffffffffL;
    }

    public static long epoch(long zxid) {
        return zxid >> 32;
    }

    public static long counter(long zxid) {
        return zxid & 0xffffffffL;
    }

    /** How many transactions follow the first of these up to the second, of the second's epoch; 0 if none do. */
    public static long distance(long from, long to) {
        if (to <= from) {
            return 0;
        }
        return epoch(from) == epoch(to) ? to - from : counter(to);
    }

    /** As log lines and operators write it: {@code 0x100000003}. */
    public static String toHex(long zxid) {
        return "0x" + Long.toHexString(zxid);
    }
}
