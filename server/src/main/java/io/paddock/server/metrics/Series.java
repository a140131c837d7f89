package io.paddock.server.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/** What one thread recorded of one metric. Written by that thread alone, read by any; a reader may see a value late. */
final class Series {

    private static final int COUNT = 0;
    private static final int SUM = 1;
    private static final int MIN = 2;
    private static final int MAX = 3;
    private static final int LAST = 4;

    private final AtomicLongArray cells = new AtomicLongArray(5);
    private final boolean hasPercentiles;
    private volatile Histogram histogram;

    Series(boolean hasPercentiles) {
        this.hasPercentiles = hasPercentiles;
    }

    void add(long delta) {
        cells.setOpaque(SUM, cells.getPlain(SUM) + delta);
    }

    void record(long value) {
        long count = cells.getPlain(COUNT);
        if (count == 0 || value < cells.getPlain(MIN)) {
            cells.setOpaque(MIN, value);
        }
        if (count == 0 || value > cells.getPlain(MAX)) {
            cells.setOpaque(MAX, value);
        }
        cells.setOpaque(LAST, value);
        cells.setOpaque(SUM, cells.getPlain(SUM) + value);
        cells.setOpaque(COUNT, count + 1);
        if (hasPercentiles) {
            if (histogram == null) {
                histogram = new Histogram();
            }
            histogram.record(value);
        }
    }

    void clear() {
        for (int i = 0; i < cells.length(); i++) {
            cells.setOpaque(i, 0);
        }
        if (histogram != null) {
            histogram.clear();
        }
    }

    long count() {
        return cells.getOpaque(COUNT);
    }

    long sum() {
        return cells.getOpaque(SUM);
    }

    long min() {
        return cells.getOpaque(MIN);
    }

    long max() {
        return cells.getOpaque(MAX);
    }

    long last() {
        return cells.getOpaque(LAST);
    }

    Histogram histogram() {
        return histogram;
    }
}
