package io.paddock.server.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * The numbers of one thread, made by {@link Metrics#newCounters}. Owned by that thread, which alone may write: a write is
 * a few plain stores. A reset is asked for by any thread and carried out by the owner at its next write; until then
 * readers leave these numbers out.
 */
public final class Counters {

    /** Keys per metric that are kept. Paths come from clients: what comes after these is not counted by key. */
    static final int KEYS_MAX = 1000;

    private final Metrics metrics;
    private final Series[] series = new Series[Metric.values().length];
    private final Map<Metric, Map<String, Series>> byKey = new EnumMap<>(Metric.class);
    private volatile int resetsSeen;

    Counters(Metrics metrics) {
        this.metrics = metrics;
        this.resetsSeen = metrics.resets();
        for (Metric metric : Metric.values()) {
            if (metric.kind().isByKey()) {
                byKey.put(metric, new ConcurrentHashMap<>());
            } else if (!metric.kind().isGauge()) {
                series[metric.ordinal()] = new Series(metrics.hasPercentiles(metric));
            }
        }
    }

    public void increment(Metric counter) {
        add(counter, 1);
    }

    public void add(Metric counter, long delta) {
        assert counter.kind() == Metric.Kind.COUNTER : counter;
        obeyReset();
        series[counter.ordinal()].add(delta);
    }

    /** Takes one value of a summary, in the unit of the metric: milliseconds for times, bytes for sizes. */
    public void record(Metric summary, long value) {
        obeyReset();
        series[summary.ordinal()].record(value);
    }

    public void add(Metric counterByKey, String key, long delta) {
        assert counterByKey.kind() == Metric.Kind.COUNTER_BY_KEY : counterByKey;
        Series ofKey = ofKey(counterByKey, key);
        if (ofKey != null) {
            ofKey.add(delta);
        }
    }

    public void record(Metric summaryByKey, String key, long value) {
        Series ofKey = ofKey(summaryByKey, key);
        if (ofKey != null) {
            ofKey.record(value);
        }
    }

    /** The series of a metric that has no keys; null if there is nothing since the last reset. */
    Series of(Metric metric) {
        return isCurrent() ? series[metric.ordinal()] : null;
    }

    /** Each key with its series; with null if there is nothing since the last reset. */
    void visitByKey(Metric metric, BiConsumer<String, Series> visitor) {
        boolean current = isCurrent();
        byKey.get(metric).forEach((key, series) -> visitor.accept(key, current ? series : null));
    }

    private boolean isCurrent() {
        return resetsSeen == metrics.resets();
    }

    private Series ofKey(Metric metric, String key) {
        obeyReset();
        Map<String, Series> keys = byKey.get(metric);
        Series found = keys.get(key);
        if (found == null && keys.size() < KEYS_MAX) {
            found = new Series(metrics.hasPercentiles(metric));
            keys.put(key, found);
        }
        return found;
    }

    private void obeyReset() {
        int wanted = metrics.resets();
        if (resetsSeen == wanted) {
            return;
        }
        for (Series one : series) {
            if (one != null) {
                one.clear();
            }
        }
        byKey.values().forEach(Counters::clear);
        resetsSeen = wanted;
    }

    /** Keys stay, as monitoring knows them by now; but if there are as many as there may be, for new ones to be counted. */
    private static void clear(Map<String, Series> keys) {
        if (keys.size() >= KEYS_MAX) {
            keys.clear();
        }
        keys.values().forEach(Series::clear);
    }
}
