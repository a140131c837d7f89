package io.paddock.server.watch;

import io.paddock.common.Path;
import java.util.Arrays;

/**
 * Gives each watched path a small number, which is used again once the path is released. Owned by its {@link WatchTable}.
 *
 * <p>The index is an open-addressed table with linear probing, at most seven eighths full. A slot holds the hash of a
 * path and its number, so probing and growing seldom look at the bytes.
 */
final class PathNumbers {

    static final int NONE = -1;

    private static final int POSITION_BITS = 14;
    private static final int MIN_SLOTS = 16;

    private final PathHash hash;
    private final PathText text;
    /** Zero, or the hash in the high half and number + 1 in the low half. */
    private long[] slots = new long[MIN_SLOTS];
    /** The place of each path in {@link #text}; for a free number, the next free one. */
    private int[] places = new int[MIN_SLOTS];

    private int size;
    private int limit;
    private int firstFree = NONE;

    PathNumbers(long seed) {
        this(seed, POSITION_BITS);
    }

    PathNumbers(long seed, int positionBits) {
        hash = new PathHash(seed);
        text = new PathText(positionBits, this::moved);
    }

    int size() {
        return size;
    }

    /** All numbers in use are below this. */
    int limit() {
        return limit;
    }

    long textCapacityBytes() {
        return text.capacityBytes();
    }

    /** The number of the path in the first {@code length} bytes, or {@link #NONE}. */
    int find(byte[] utf8, int length) {
        int h = hash.of(utf8, 0, length);
        for (int at = home(h); slots[at] != 0; at = after(at)) {
            if ((int) (slots[at] >>> 32) == h) {
                int number = (int) slots[at] - 1;
                if (text.is(places[number], utf8, length)) {
                    return number;
                }
            }
        }
        return NONE;
    }

    /** The number of the path, a new one if it had none. */
    int intern(Path path) {
        byte[] utf8 = path.utf8();
        int number = find(utf8, utf8.length);
        if (number == NONE) {
            if (8L * (size + 1) > 7L * slots.length) {
                grow();
            }
            int place = text.append(utf8); // May move paths and so read the index: insert afterwards.
            number = takeNumber();
            places[number] = place;
            insert(slots, slotOf(hash.of(utf8, 0, utf8.length), number));
            size++;
        }
        return number;
    }

    void release(int number) {
        byte[] utf8 = text.copy(places[number]);
        long slot = slotOf(hash.of(utf8, 0, utf8.length), number);
        int at = home((int) (slot >>> 32));
        while (slots[at] != slot) {
            at = after(at);
        }
        closeGap(at);
        size--;
        text.remove(places[number]);
        places[number] = firstFree;
        firstFree = number;
    }

    Path path(int number) {
        return Path.ofUtf8(text.copy(places[number]));
    }

    private void moved(byte[] utf8, int from, int to) {
        int h = hash.of(utf8, 0, utf8.length);
        for (int at = home(h); ; at = after(at)) {
            assert slots[at] != 0 : "A path that moved from " + from + " to " + to + " has no number";
            int number = (int) slots[at] - 1;
            if ((int) (slots[at] >>> 32) == h && places[number] == from) {
                places[number] = to;
                return;
            }
        }
    }

    private int takeNumber() {
        if (firstFree != NONE) {
            int number = firstFree;
            firstFree = places[number];
            return number;
        }
        if (limit > Links.MAX_NUMBER) {
            throw new IllegalStateException("One event loop can watch " + limit + " paths and no more");
        }
        if (limit == places.length) {
            places = Arrays.copyOf(places, Links.larger(limit));
        }
        return limit++;
    }

    private void grow() {
        long[] larger = new long[slots.length + slots.length / 4];
        for (long slot : slots) {
            if (slot != 0) {
                insert(larger, slot);
            }
        }
        slots = larger;
    }

    private static void insert(long[] slots, long slot) {
        int at = home((int) (slot >>> 32), slots.length);
        while (slots[at] != 0) {
            at = at + 1 == slots.length ? 0 : at + 1;
        }
        slots[at] = slot;
    }

    /** Empties a slot, moving back those that a probe would no longer reach. */
    private void closeGap(int at) {
        int gap = at;
        for (int next = after(gap); slots[next] != 0; next = after(next)) {
            int home = home((int) (slots[next] >>> 32));
            if (distance(home, next) >= distance(gap, next)) {
                slots[gap] = slots[next];
                gap = next;
            }
        }
        slots[gap] = 0;
    }

    private int distance(int from, int to) {
        return to >= from ? to - from : to - from + slots.length;
    }

    private int after(int at) {
        return at + 1 == slots.length ? 0 : at + 1;
    }

    private int home(int h) {
        return home(h, slots.length);
    }

    private static int home(int h, int length) {
        return (int) ((h & 0xffffffffL) * length >>> 32);
    }

    private static long slotOf(int h, int number) {
        return (long) h << 32 | number + 1;
    }
}
