package io.paddock.server.tree;

import io.paddock.common.Path;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds znodes by path: an open-addressing hash table of 8-byte slots, each holding 32 bits of the hash and the number of
 * the znode, whose names are compared in place. It is cut into 256 segments that grow one by one, so that no single
 * creation waits for the whole index to move. Deletion moves what follows back, so there are no tombstones.
 *
 * <p>The hash depends on a seed that clients do not know: they choose the paths and must not be able to choose the
 * collisions. Nothing is ever iterated, so the seed shows nowhere. Owned by the replica thread; look-ups are open to
 * others behind the gate.
 */
final class PathIndex {

    private static final int SEGMENTS = 256;
    private static final int SEGMENT_SLOTS_MIN = 8;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Native order, since nobody but this process sees the hashes. */
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Znodes znodes;
    private final long seed;
    private final long multiplier;

    /** Slots: hash bits in the high half, number + 1 in the low half; 0 is empty. Lengths are powers of two. */
    private final long[][] segments = new long[SEGMENTS][SEGMENT_SLOTS_MIN];

    private final int[] used = new int[SEGMENTS];

    /** What {@link #addAll} read ahead, kept so that the reads are not left out. */
    private long prefetched;

    PathIndex(Znodes znodes, long seed) {
        this.znodes = znodes;
        this.seed = fold(seed ^ GOLDEN, 0xD6E8FEB86659FD93L);
        this.multiplier = fold(seed + GOLDEN, 0xA0761D6478BD642FL) | 1;
    }

    /** The bits of the hash: 8 choose the segment, the 32 below them go to the slot. */
    long hash(byte[] path, int from, int length) {
        long h = seed ^ length * GOLDEN;
        int end = from + length;
        int i = from;
        for (; i + 8 <= end; i += 8) {
            h = fold(h ^ (long) LONG.get(path, i), multiplier);
        }
        if (i < end) {
            h = fold(h ^ tail(path, from, end), multiplier);
        }
        return fold(h, GOLDEN);
    }

    private static long tail(byte[] path, int from, int end) {
        if (end - from >= 8) {
            return (long) LONG.get(path, end - 8); // Overlaps what was read already, which does no harm.
        }
        long tail = 0;
        for (int i = from; i < end; i++) {
            tail = tail << 8 | path[i] & 0xFF;
        }
        return tail;
    }

    /** High and low half of the 128-bit product, folded: every bit of the input reaches every bit of the output. */
    private static long fold(long a, long b) {
        return Math.multiplyHigh(a, b) ^ a * b;
    }

    int find(long hash, byte[] path, int length) {
        long[] slots = segments[segment(hash)];
        int tag = tag(hash);
        int mask = slots.length - 1;
        for (int i = home(tag, slots); ; i = i + 1 & mask) {
            long slot = slots[i];
            if (slot == 0) {
                return Znodes.NONE;
            }
            if ((int) (slot >>> 32) == tag) {
                int n = (int) slot - 1;
                if (znodes.hasPath(n, path, length)) {
                    return n;
                }
            }
        }
    }

    /** Adds a znode whose path is not there yet. */
    void add(long hash, int n) {
        int segment = segment(hash);
        long[] slots = segments[segment];
        if (++used[segment] > slots.length - slots.length / 4) {
            slots = grown(slots);
            segments[segment] = slots;
        }
        put(slots, (long) tag(hash) << 32 | n + 1);
    }

    /**
     * Adds znodes that are in the tree already.
     *
     * @throws IllegalArgumentException if one of them has the parent and the name of another
     */
    void addAll(long[] hashes, int[] numbers, int count) {
        long touched = 0;
        for (int i = 0; i < count; i++) {
            long[] slots = segments[segment(hashes[i])];
            touched ^= slots[home(tag(hashes[i]), slots)];
        }
        prefetched = touched;
        for (int i = 0; i < count; i++) {
            refuseTwin(hashes[i], numbers[i]);
            add(hashes[i], numbers[i]);
        }
    }

    private void refuseTwin(long hash, int n) {
        long[] slots = segments[segment(hash)];
        int tag = tag(hash);
        int mask = slots.length - 1;
        for (int i = home(tag, slots); slots[i] != 0; i = i + 1 & mask) {
            if ((int) (slots[i] >>> 32) == tag && znodes.areTwins((int) slots[i] - 1, n)) {
                byte[] path = new byte[znodes.pathLength(n)];
                znodes.writePath(n, path.length, path);
                throw new IllegalArgumentException(Path.ofUtf8(path) + " is there twice");
            }
        }
    }

    /** Removes a znode that is there. */
    void remove(long hash, int n) {
        int segment = segment(hash);
        long[] slots = segments[segment];
        int mask = slots.length - 1;
        int hole = home(tag(hash), slots);
        while ((int) slots[hole] != n + 1) {
            if (slots[hole] == 0) {
                throw new IllegalStateException("znode " + n + " is not in the path index");
            }
            hole = hole + 1 & mask;
        }
        for (int i = hole + 1 & mask; slots[i] != 0; i = i + 1 & mask) {
            int home = home((int) (slots[i] >>> 32), slots);
            if ((i - home & mask) >= (i - hole & mask)) { // It may sit in the hole without coming before its home.
                slots[hole] = slots[i];
                hole = i;
            }
        }
        slots[hole] = 0;
        used[segment]--;
    }

    private static long[] grown(long[] slots) {
        long[] grown = new long[2 * slots.length];
        for (long slot : slots) {
            if (slot != 0) {
                put(grown, slot);
            }
        }
        return grown;
    }

    private static void put(long[] slots, long slot) {
        int mask = slots.length - 1;
        int i = home((int) (slot >>> 32), slots);
        while (slots[i] != 0) {
            i = i + 1 & mask;
        }
        slots[i] = slot;
    }

    private static int segment(long hash) {
        return (int) (hash >>> 56);
    }

    private static int tag(long hash) {
        return (int) (hash >>> 24);
    }

    /** Where a slot with these hash bits would like to be: their highest ones. */
    private static int home(int tag, long[] slots) {
        return tag >>> Integer.numberOfLeadingZeros(slots.length) + 1;
    }
}
