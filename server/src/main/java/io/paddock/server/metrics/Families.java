package io.paddock.server.metrics;

import io.paddock.server.metrics.Family.Label;
import io.paddock.server.metrics.Family.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The metrics as families of Prometheus (operations, section 10.5). Belongs to the reader that made it. */
final class Families {

    private static final double[] MEDIAN = {0.5};
    private static final double[] DETAILED = {0.5, 0.9, 0.99};

    private final Metrics metrics;
    private final List<Family> families = new ArrayList<>();

    Families(Metrics metrics) {
        this.metrics = metrics;
    }

    List<Family> all() {
        for (Metric metric : Metric.values()) {
            add(metric, metric.shownAs());
        }
        return families;
    }

    private void add(Metric metric, String name) {
        switch (metric.kind()) {
            case GAUGE, FRACTION, ROLE_GAUGE -> {
                Number value = metrics.gaugeNow(metric);
                if (value != null) {
                    families.add(Family.gauge(name, value.doubleValue()));
                }
            }
            case COUNTER -> families.add(counter(metric, name));
            case LATENCY -> metrics.total(metric).visitBounds(name, this::addGauge);
            case SIZES -> metrics.total(metric).visitSizes(name, this::addGauge);
            case SUMMARY -> {
                List<Sample> samples = new ArrayList<>();
                addSummary(samples, List.of(), metrics.total(metric), MEDIAN);
                families.add(new Family(name, "summary", samples));
            }
            case DETAILED -> {
                List<Sample> samples = new ArrayList<>();
                addSummary(samples, List.of(), metrics.total(metric), DETAILED);
                families.add(new Family(name, "summary", samples));
            }
            case GAUGE_BY_KEY -> {
                List<Sample> samples = new ArrayList<>();
                metrics.gaugeByKeyNow(metric).forEach((key, value) -> samples.add(new Sample("", key(key), value)));
                families.add(new Family(name, "gauge", samples));
            }
            case COUNTER_BY_KEY -> {
                List<Sample> samples = new ArrayList<>();
                totals(metric).forEach((key, total) -> samples.add(new Sample("", key(key), total.sum())));
                families.add(new Family(name, "counter", samples));
            }
            case SUMMARY_BY_KEY, DETAILED_BY_KEY -> {
                double[] quantiles = metric.kind().hasPercentiles() ? DETAILED : MEDIAN;
                List<Sample> samples = new ArrayList<>();
                totals(metric).forEach((key, total) -> addSummary(samples, key(key), total, quantiles));
                families.add(new Family(name, "summary", samples));
            }
        }
    }

    private void addGauge(String name, Number value) {
        families.add(Family.gauge(name, value.doubleValue()));
    }

    /** The packets are gauges to those who know the original, although they count up. */
    private Family counter(Metric metric, String name) {
        double value = metrics.total(metric).sum();
        boolean shownAsGauge = metric == Metric.PACKETS_RECEIVED || metric == Metric.PACKETS_SENT;
        return shownAsGauge ? Family.gauge(name, value) : Family.counter(name, value);
    }

    private Map<String, Total> totals(Metric metric) {
        return metrics.totalsByKey(metric);
    }

    private static void addSummary(List<Sample> samples, List<Label> labels, Total total, double[] quantiles) {
        for (double quantile : quantiles) {
            List<Label> all = new ArrayList<>(labels);
            all.add(new Label("quantile", Double.toString(quantile)));
            samples.add(new Sample("", List.copyOf(all), total.quantile(quantile)));
        }
        samples.add(new Sample("_count", labels, total.count()));
        samples.add(new Sample("_sum", labels, total.sum()));
    }

    private static List<Label> key(String key) {
        return List.of(new Label("key", key));
    }
}
