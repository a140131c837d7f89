package io.paddock.server.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives each watcher a small number, which is used again once it watches nothing. Owned by its {@link WatchTable}.
 *
 * <p>The index is an open-addressed table of numbers with linear probing, at most seven eighths full: an entry of a hash
 * map would weigh more than all else that a connection with one watch needs.
 *
 * <p>It also remembers who has been counted in the event that is being fired, so that each is told once.
 */
final class Watchers<W> {

    static final int NONE = -1;

    /** Zero, or number + 1. */
    private int[] slots = new int[16];

    private final List<W> byNumber = new ArrayList<>();
    private long[] lastEvent = new long[16];
    private long event;
    private int size;

    private int[] free = new int[16];
    private int freeCount;

    int size() {
        return size;
    }

    /** All numbers in use are below this. */
    int limit() {
        return byNumber.size();
    }

    /** The number of the watcher, or {@link #NONE}. */
    int find(W watcher) {
        return slots[slotOf(watcher)] - 1;
    }

    /** The number of the watcher, a new one if it had none. */
    int intern(W watcher) {
        int known = find(watcher);
        if (known != NONE) {
            return known;
        }
        if (8L * (size + 1) > 7L * slots.length) {
            grow();
        }
        int number = takeNumber(watcher);
        slots[slotOf(watcher)] = number + 1;
        size++;
        return number;
    }

    void release(int number) {
        closeGap(slotOf(byNumber.get(number)));
        byNumber.set(number, null);
        size--;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Links.larger(freeCount));
        }
        free[freeCount++] = number;
    }

    W watcher(int number) {
        return byNumber.get(number);
    }

    void beginEvent() {
        event++;
    }

    /** False if this watcher has been asked about since {@link #beginEvent}. */
    boolean isFirstTime(int number) {
        boolean first = lastEvent[number] != event;
        lastEvent[number] = event;
        return first;
    }

    private int takeNumber(W watcher) {
        if (freeCount > 0) {
            int number = free[--freeCount];
            byNumber.set(number, watcher);
            return number;
        }
        int number = byNumber.size();
        byNumber.add(watcher);
        if (number == lastEvent.length) {
            lastEvent = Arrays.copyOf(lastEvent, Links.larger(number));
        }
        return number;
    }

    private void grow() {
        int[] old = slots;
        slots = new int[old.length + old.length / 4];
        for (int slot : old) {
            if (slot != 0) {
                slots[slotOf(byNumber.get(slot - 1))] = slot;
            }
        }
    }

    /** The slot that holds the watcher, or the empty one where it would go. */
    private int slotOf(W watcher) {
        int at = home(watcher);
        while (slots[at] != 0 && !byNumber.get(slots[at] - 1).equals(watcher)) {
            at = after(at);
        }
        return at;
    }

    /** Empties a slot, moving back those that a probe would no longer reach. */
    private void closeGap(int slot) {
        int gap = slot;
        for (int next = after(gap); slots[next] != 0; next = after(next)) {
            int home = home(byNumber.get(slots[next] - 1));
            if (distance(home, next) >= distance(gap, next)) {
                slots[gap] = slots[next];
                gap = next;
            }
        }
        slots[gap] = 0;
    }

    private int home(W watcher) {
        long spread = watcher.hashCode() * 0x9E3779B1 & 0xffffffffL;
        return (int) (spread * slots.length >>> 32);
    }

    private int after(int at) {
        return at + 1 == slots.length ? 0 : at + 1;
    }

    private int distance(int from, int to) {
        return to >= from ? to - from : to - from + slots.length;
    }
}
