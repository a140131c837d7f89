package io.paddock.simulation;

/** All that is random in a run. A generator of our own (splitmix64), so that a seed keeps its meaning for years. */
final class Luck {

    private long state;

    Luck(long seed) {
        state = seed;
    }

    long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** From 0 to below the bound. */
    int below(int bound) {
        return (int) Math.floorMod(next() >>> 1, (long) bound);
    }

    /** Both ends included. */
    long between(long from, long to) {
        return from + Math.floorMod(next() >>> 1, to - from + 1);
    }

    boolean chance(double probability) {
        return (next() >>> 11) * 0x1.0p-53 < probability;
    }

    /** A stream of its own, so that what is drawn there does not shift what is drawn here. */
    Luck fork() {
        return new Luck(next());
    }
}
