package io.paddock.server.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * All metrics of a server: the sum of what its threads counted, and its gauges. May be used by any thread.
 */
public final class Metrics {

    /** Milliseconds that requests took since the last reset. */
    public record Latency(long min, double avg, long max) {}

    private final boolean withMedians;
    private final List<Counters> owners = new CopyOnWriteArrayList<>();
    private final Map<Metric, Supplier<? extends Number>> gauges = new ConcurrentHashMap<>();
    private final Map<Metric, Supplier<Map<String, Long>>> gaugesByKey = new ConcurrentHashMap<>();
    private final Map<Metric, Supplier<? extends Set<String>>> keys = new ConcurrentHashMap<>();
    private final AtomicInteger resets = new AtomicInteger();

    public Metrics() {
        this(false);
    }

    /** @param withMedians plain summaries know their median too, as Prometheus shows it */
    public Metrics(boolean withMedians) {
        this.withMedians = withMedians;
    }

    /** True if percentiles of this metric are kept. */
    boolean hasPercentiles(Metric metric) {
        Metric.Kind kind = metric.kind();
        boolean summary = kind == Metric.Kind.SUMMARY || kind == Metric.Kind.SUMMARY_BY_KEY;
        return kind.hasPercentiles() || withMedians && summary;
    }

    /** Everything as families of Prometheus. */
    public List<Family> families() {
        return new Families(this).all();
    }

    /** Counters for one thread, for the life of the server. */
    public Counters newCounters() {
        Counters counters = new Counters(this);
        owners.add(counters);
        return counters;
    }

    /** Registers who knows a gauge; a second one replaces the first. It is asked on any thread and must not block. */
    public void gauge(Metric gauge, Supplier<? extends Number> value) {
        if (!gauge.kind().isGauge() || gauge.kind().isByKey()) {
            throw new IllegalArgumentException(gauge + " is no gauge");
        }
        gauges.put(gauge, value);
    }

    /** A server that leaves a role takes the gauges of that role away. */
    public void removeGauge(Metric gauge) {
        gauges.remove(gauge);
    }

    /** Registers who knows the values of a gauge that has keys. */
    public void gaugeByKey(Metric gauge, Supplier<Map<String, Long>> values) {
        if (gauge.kind() != Metric.Kind.GAUGE_BY_KEY) {
            throw new IllegalArgumentException(gauge + " is no gauge with keys");
        }
        gaugesByKey.put(gauge, values);
    }

    /** As {@link #removeGauge}. */
    public void removeGaugeByKey(Metric gauge) {
        gaugesByKey.remove(gauge);
    }

    /** Registers who knows keys of a metric that are shown even if nothing was recorded for them. Asked on any thread. */
    public void keys(Metric byKey, Supplier<? extends Set<String>> known) {
        if (!byKey.kind().isByKey() || byKey.kind().isGauge()) {
            throw new IllegalArgumentException(byKey + " is not recorded by key");
        }
        keys.put(byKey, known);
    }

    /** Everything that was counted begins anew, the keys that were seen stay; so do gauges. */
    public void reset() {
        resets.incrementAndGet();
    }

    int resets() {
        return resets.get();
    }

    public long counter(Metric counter) {
        return total(counter).sum();
    }

    public Latency latency() {
        Total latency = total(Metric.LATENCY);
        return new Latency(latency.min(), latency.avg(), latency.max());
    }

    /** Each name with its value now: a Long, or a Double for what may be fractional. */
    public void forEach(BiConsumer<String, Number> visitor) {
        for (Metric metric : Metric.values()) {
            String name = metric.shownAs();
            switch (metric.kind()) {
                case GAUGE, FRACTION, ROLE_GAUGE -> visitGauge(metric, visitor);
                case GAUGE_BY_KEY ->
                    gaugeByKeyNow(metric).forEach((key, value) -> visitor.accept(key + "_" + name, value));
                case COUNTER -> visitor.accept(name, total(metric).sum());
                case SUMMARY, DETAILED -> total(metric).visitAll(name, visitor);
                case LATENCY -> total(metric).visitBounds(name, visitor);
                case SIZES -> total(metric).visitSizes(name, visitor);
                case COUNTER_BY_KEY ->
                    totalsByKey(metric).forEach((key, total) -> visitor.accept(key + "_" + name, total.sum()));
                case SUMMARY_BY_KEY, DETAILED_BY_KEY ->
                    totalsByKey(metric).forEach((key, total) -> total.visitAll(key + "_" + name, visitor));
            }
        }
    }

    private void visitGauge(Metric metric, BiConsumer<String, Number> visitor) {
        Number value = gaugeNow(metric);
        if (value != null) {
            visitor.accept(metric.shownAs(), value);
        }
    }

    /** Null for a gauge of another role. */
    Number gaugeNow(Metric metric) {
        Supplier<? extends Number> value = gauges.get(metric);
        if (value != null) {
            return value.get();
        }
        return switch (metric.kind()) {
            case GAUGE -> 0L;
            case FRACTION -> 0.0;
            default -> null;
        };
    }

    Map<String, Long> gaugeByKeyNow(Metric metric) {
        Supplier<Map<String, Long>> values = gaugesByKey.get(metric);
        return values == null ? Map.of() : values.get();
    }

    Total total(Metric metric) {
        Total total = new Total(hasPercentiles(metric));
        for (Counters owner : owners) {
            Series series = owner.of(metric);
            if (series != null) {
                total.add(series);
            }
        }
        return total;
    }

    Map<String, Total> totalsByKey(Metric metric) {
        Map<String, Total> totals = new TreeMap<>();
        Supplier<? extends Set<String>> known = keys.get(metric);
        if (known != null) {
            known.get().forEach(key -> totals.put(key, new Total(hasPercentiles(metric))));
        }
        for (Counters owner : owners) {
            owner.visitByKey(metric, (key, series) -> {
                Total total = totals.computeIfAbsent(key, absent -> new Total(hasPercentiles(metric)));
                if (series != null) {
                    total.add(series);
                }
            });
        }
        return totals;
    }
}
