package io.paddock.server.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.BiConsumer;

/** The series of one metric, added up over all threads. Belongs to the reader that made it. */
final class Total {

    private final long[] histogramSums;
    private long count;
    private long sum;
    private long min;
    private long max;
    private long last;

    Total(boolean hasPercentiles) {
        this.histogramSums = hasPercentiles ? Histogram.emptySums() : null;
    }

    void add(Series series) {
        sum += series.sum();
        long more = series.count();
        if (more == 0) {
            return;
        }
        min = count == 0 ? series.min() : Math.min(min, series.min());
        max = count == 0 ? series.max() : Math.max(max, series.max());
        last = series.last();
        count += more;
        Histogram histogram = series.histogram();
        if (histogramSums != null && histogram != null) {
            histogram.addTo(histogramSums);
        }
    }

    long sum() {
        return sum;
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }

    long count() {
        return count;
    }

    /** The value that this share of all recorded ones does not exceed; NaN if there are none. */
    double quantile(double share) {
        return count == 0 || histogramSums == null ? Double.NaN : percentile(share);
    }

    /** With four decimals at most; 0 if nothing was recorded. */
    double avg() {
        if (count == 0) {
            return 0;
        }
        double exact = (double) sum / count;
        return BigDecimal.valueOf(exact).setScale(4, RoundingMode.HALF_UP).doubleValue();
    }

    void visitAll(String name, BiConsumer<String, Number> visitor) {
        visitBounds(name, visitor);
        visitor.accept("cnt_" + name, count);
        visitor.accept("sum_" + name, sum);
        if (histogramSums != null) {
            visitor.accept("p50_" + name, percentile(0.5));
            visitor.accept("p95_" + name, percentile(0.95));
            visitor.accept("p99_" + name, percentile(0.99));
            visitor.accept("p999_" + name, percentile(0.999));
        }
    }

    void visitBounds(String name, BiConsumer<String, Number> visitor) {
        visitor.accept("avg_" + name, avg());
        visitor.accept("min_" + name, min);
        visitor.accept("max_" + name, max);
    }

    void visitSizes(String name, BiConsumer<String, Number> visitor) {
        visitor.accept("last_" + name, count == 0 ? -1 : last);
        visitor.accept("min_" + name, count == 0 ? -1 : min);
        visitor.accept("max_" + name, count == 0 ? -1 : max);
    }

    /** Never above the largest recorded value, although buckets reach further. */
    private long percentile(double share) {
        return Math.min(max, Histogram.percentile(histogramSums, share));
    }
}
