package io.paddock.server.watch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A hash of the bytes of a path under a secret seed. Clients choose the paths, so without the seed they could choose
 * paths that all fall into one place and make every lookup long. Immutable.
 */
final class PathHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long start;
    private final long factor;

    PathHash(long seed) {
        start = fold(seed ^ 0x9E3779B97F4A7C15L, 0xD1B54A32D192ED03L);
        factor = fold(start ^ 0x8CB92BA72F3D8DD7L, 0xABC98388FB8FAC03L) | 1;
    }

    /** The hash of the bytes in {@code [from, from + length)}. */
    int of(byte[] bytes, int from, int length) {
        long h = start ^ length;
        int at = from;
        int end = from + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            h = fold(h ^ (long) LONG.get(bytes, at), factor);
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << 8 | bytes[at] & 0xff;
        }
        h = fold(h ^ tail, factor);
        return (int) (h ^ h >>> 32);
    }

    /** Both halves of the 128-bit product: every bit of the factors reaches every bit of the result. */
    private static long fold(long a, long b) {
        return a * b ^ Math.multiplyHigh(a, b);
    }
}
