package io.paddock.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The text format: operations, section 10.5. */
class PrometheusTextTest {

    private final Metrics metrics = new Metrics(true);
    private final Counters counters = metrics.newCounters();

    @Test
    void aFamilyHasItsNameAsHelpItsTypeAndSamples() {
        counters.add(Metric.RESPONSE_BYTES, 126_596);
        metrics.gauge(Metric.ZNODE_COUNT, () -> 5);

        assertThat(text("response_bytes", "znode_count")).isEqualTo("""
            # HELP znode_count znode_count
            # TYPE znode_count gauge
            znode_count 5.0
            # HELP response_bytes response_bytes
            # TYPE response_bytes counter
            response_bytes 126596.0
            """);
    }

    @Test
    void aPlainSummaryHasItsMedianAndADetailedOneThreeQuantiles() {
        for (int i = 1; i <= 5; i++) {
            counters.record(Metric.FSYNCTIME, i);
            counters.record(Metric.READLATENCY, i);
        }

        assertThat(text("fsynctime", "readlatency")).isEqualTo("""
            # HELP fsynctime fsynctime
            # TYPE fsynctime summary
            fsynctime{quantile="0.5",} 3.0
            fsynctime_count 5.0
            fsynctime_sum 15.0
            # HELP readlatency readlatency
            # TYPE readlatency summary
            readlatency{quantile="0.5",} 3.0
            readlatency{quantile="0.9",} 5.0
            readlatency{quantile="0.99",} 5.0
            readlatency_count 5.0
            readlatency_sum 15.0
            """);
    }

    @Test
    void whatWasNeverMeasuredIsNoNumber() {
        assertThat(text("dbinittime")).contains("dbinittime{quantile=\"0.5\",} NaN\n", "dbinittime_count 0.0\n");
    }

    @Test
    void aKeyIsALabelWhateverIsInIt() {
        metrics.gaugeByKey(Metric.QUOTA_COUNT_LIMIT_PER_NAMESPACE, () -> Map.of("app", 8L));
        counters.add(Metric.QUOTA_EXCEEDED_ERROR_PER_NAMESPACE, "a\"b\\c\nd", 2);

        assertThat(text("quota_count_limit_per_namespace"))
                .endsWith("\nquota_count_limit_per_namespace{key=\"app\",} 8.0\n");
        assertThat(text("quota_exceeded_error_per_namespace"))
                .endsWith("\nquota_exceeded_error_per_namespace{key=\"a\\\"b\\\\c\\nd\",} 2.0\n");
    }

    @Test
    void aSampleCanBeAskedForByItsOwnName() {
        counters.record(Metric.FSYNCTIME, 7);

        assertThat(text("fsynctime_sum").lines().skip(2)).containsExactly("fsynctime_sum 7.0");
        assertThat(text("no_such_metric")).isEmpty();
    }

    @Test
    void withoutNamesThereIsEverythingOnce() {
        List<String> families = PrometheusText.of(metrics.families(), Set.of())
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .toList();
        assertThat(families)
                .doesNotHaveDuplicates()
                .contains("# TYPE uptime gauge", "# TYPE avg_latency gauge", "# TYPE packets_received gauge")
                .contains("# TYPE last_client_response_size gauge", "# TYPE updatelatency summary")
                .doesNotContain("# TYPE learners gauge");
    }

    @Test
    void theJvmTellsWhatItIsAndUses() {
        assertThat(PrometheusText.of(JvmFamilies.now(), Set.of()))
                .contains("\njvm_memory_bytes_used{area=\"heap\",} ")
                .contains("\njvm_threads_current ")
                .containsPattern("\njvm_gc_collection_seconds_count\\{gc=\"[^\"]+\",} \\d")
                .containsPattern("\nprocess_start_time_seconds \\d");
    }

    private String text(String... names) {
        return PrometheusText.of(metrics.families(), Set.of(names));
    }
}
