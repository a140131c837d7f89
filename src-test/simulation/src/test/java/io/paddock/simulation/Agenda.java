package io.paddock.simulation;

import java.util.PriorityQueue;

/** What happens next, by true time in ms; among equals in the order in which it was put down. */
final class Agenda {

    private record Entry(long atMs, long number, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return atMs != other.atMs ? Long.compare(atMs, other.atMs) : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long nowMs;
    private long count;

    long nowMs() {
        return nowMs;
    }

    void at(long atMs, Runnable what) {
        entries.add(new Entry(Math.max(atMs, nowMs), count++, what));
    }

    void after(long delayMs, Runnable what) {
        at(nowMs + delayMs, what);
    }

    /** Does the next thing if it is due before that time; otherwise moves on to that time and returns false. */
    boolean step(long endMs) {
        Entry next = entries.peek();
        if (next == null || next.atMs > endMs) {
            nowMs = endMs;
            return false;
        }
        entries.remove();
        nowMs = next.atMs;
        next.what.run();
        return true;
    }
}
