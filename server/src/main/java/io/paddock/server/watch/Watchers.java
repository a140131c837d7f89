package io.paddock.server.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each watcher a small number, which is used again once it watches nothing. Owned by its {@link WatchTable}.
 *
 * <p>It also remembers who has been counted in the event that is being fired, so that each is told once.
 */
final class Watchers<W> {

    static final int NONE = -1;

    private final Map<W, Integer> numbers = new HashMap<>();
    private final List<W> byNumber = new ArrayList<>();
    private long[] lastEvent = new long[16];
    private long event;

    private int[] free = new int[16];
    private int freeCount;

    int size() {
        return numbers.size();
    }

    /** All numbers in use are below this. */
    int limit() {
        return byNumber.size();
    }

    /** The number of the watcher, or {@link #NONE}. */
    int find(W watcher) {
        return numbers.getOrDefault(watcher, NONE);
    }

    /** The number of the watcher, a new one if it had none. */
    int intern(W watcher) {
        Integer known = numbers.get(watcher);
        if (known != null) {
            return known;
        }
        int number;
        if (freeCount > 0) {
            number = free[--freeCount];
            byNumber.set(number, watcher);
        } else {
            number = byNumber.size();
            byNumber.add(watcher);
            if (number == lastEvent.length) {
                lastEvent = Arrays.copyOf(lastEvent, Links.larger(number));
            }
        }
        numbers.put(watcher, number);
        return number;
    }

    void release(int number) {
        numbers.remove(byNumber.set(number, null));
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
}
