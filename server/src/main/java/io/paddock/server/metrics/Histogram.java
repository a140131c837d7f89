package io.paddock.server.metrics;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How often each value occurred, for percentiles. Values below 64 are exact, larger ones within 1/32. Written by one
 * thread, read by any.
 */
final class Histogram {

    private static final int EXACT_BITS = 6;
    private static final int EXACT = 1 << EXACT_BITS;
    private static final int PER_DOUBLING = EXACT / 2;
    private static final int BUCKETS = EXACT + (Long.SIZE - 1 - EXACT_BITS) * PER_DOUBLING;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);

    void record(long value) {
        int bucket = bucket(Math.max(0, value));
        counts.setOpaque(bucket, counts.getPlain(bucket) + 1);
    }

    void clear() {
        for (int i = 0; i < BUCKETS; i++) {
            counts.setOpaque(i, 0);
        }
    }

    /** Adds these counts to the sum of several histograms. */
    void addTo(long[] sums) {
        for (int i = 0; i < BUCKETS; i++) {
            sums[i] += counts.getOpaque(i);
        }
    }

    static long[] emptySums() {
        return new long[BUCKETS];
    }

    /** The value that this share of all recorded ones does not exceed; 0 if there are none. */
    static long percentile(long[] sums, double share) {
        long total = 0;
        for (long count : sums) {
            total += count;
        }
        long wanted = Math.max(1, (long) Math.ceil(total * share));
        long passed = 0;
        for (int i = 0; i < BUCKETS; i++) {
            passed += sums[i];
            if (passed >= wanted) {
                return upperBound(i);
            }
        }
        return 0;
    }

    private static int bucket(long value) {
        if (value < EXACT) {
            return (int) value;
        }
        int doublings = Long.SIZE - Long.numberOfLeadingZeros(value) - EXACT_BITS; // At least 1.
        int withinDoubling = (int) (value >>> doublings) - PER_DOUBLING;
        return EXACT + (doublings - 1) * PER_DOUBLING + withinDoubling;
    }

    private static long upperBound(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int doublings = (bucket - EXACT) / PER_DOUBLING + 1;
        long withinDoubling = (bucket - EXACT) % PER_DOUBLING + PER_DOUBLING;
        return (withinDoubling + 1 << doublings) - 1;
    }
}
