package io.paddock.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Metrics metrics = new Metrics();

    @Test
    void aFreshServerHasAllNamesOfTheOriginalAndNoMore() throws IOException {
        List<String> names;
        try (InputStream in = MetricsTest.class.getResourceAsStream("mntr-names-standalone.txt")) {
            names = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(name -> !name.equals("version") && !name.equals("server_state"))
                    .toList();
        }
        assertThat(values().keySet()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void nothingRecordedIsZeroAndSizesAreUnset() {
        assertThat(values())
                .containsEntry("avg_fsynctime", 0.0)
                .containsEntry("max_fsynctime", 0L)
                .containsEntry("p999_readlatency", 0L)
                .containsEntry("avg_latency", 0.0)
                .containsEntry("last_client_response_size", -1L)
                .containsEntry("znode_count", 0L);
    }

    @Test
    void theNumbersOfAllThreadsAreAddedUp() {
        Counters one = metrics.newCounters();
        Counters other = metrics.newCounters();
        one.add(Metric.PACKETS_RECEIVED, 3);
        other.increment(Metric.PACKETS_RECEIVED);
        one.record(Metric.FSYNCTIME, 10);
        other.record(Metric.FSYNCTIME, 1);
        other.record(Metric.FSYNCTIME, 2);
        assertThat(metrics.counter(Metric.PACKETS_RECEIVED)).isEqualTo(4);
        assertThat(values())
                .containsEntry("avg_fsynctime", 4.3333)
                .containsEntry("min_fsynctime", 1L)
                .containsEntry("max_fsynctime", 10L)
                .containsEntry("cnt_fsynctime", 3L)
                .containsEntry("sum_fsynctime", 13L);
    }

    @Test
    void percentilesAreExactForSmallValuesAndNearForLargeOnes() {
        Counters counters = metrics.newCounters();
        for (int i = 1; i <= 50; i++) {
            counters.record(Metric.READLATENCY, i);
        }
        assertThat(values()).containsEntry("p50_readlatency", 25L).containsEntry("p999_readlatency", 50L);
        for (long i = 1; i <= 100_000; i++) {
            counters.record(Metric.UPDATELATENCY, i * 1000);
        }
        assertThat(values().get("p95_updatelatency").doubleValue()).isCloseTo(95e6, within(95e6 / 32));
    }

    @Test
    void aResetForgetsWhatEveryThreadCountedButNoGauge() {
        Counters idle = metrics.newCounters();
        Counters busy = metrics.newCounters();
        metrics.gauge(Metric.ZNODE_COUNT, () -> 5L);
        idle.record(Metric.LATENCY, 7);
        busy.record(Metric.LATENCY, 9);
        assertThat(metrics.latency()).isEqualTo(new Metrics.Latency(7, 8.0, 9));

        metrics.reset();
        assertThat(metrics.latency()).isEqualTo(new Metrics.Latency(0, 0.0, 0));

        busy.record(Metric.LATENCY, 2);
        assertThat(metrics.latency()).isEqualTo(new Metrics.Latency(2, 2.0, 2));
        assertThat(values()).containsEntry("znode_count", 5L);
    }

    @Test
    void keysBecomePartOfTheNameAndAreLimited() {
        Counters counters = metrics.newCounters();
        counters.record(Metric.READ_PER_NAMESPACE, "app", 12);
        counters.add(Metric.QUOTA_EXCEEDED_ERROR_PER_NAMESPACE, "app", 1);
        metrics.gaugeByKey(Metric.QUOTA_COUNT_LIMIT_PER_NAMESPACE, () -> Map.of("app", 8L));
        assertThat(values())
                .containsEntry("sum_app_read_per_namespace", 12L)
                .containsEntry("app_quota_exceeded_error_per_namespace", 1L)
                .containsEntry("app_quota_count_limit_per_namespace", 8L);
        for (int i = 0; i < 2 * Counters.KEYS_MAX; i++) {
            counters.record(Metric.WRITE_PER_NAMESPACE, "node" + i, 1);
        }
        assertThat(values().keySet())
                .filteredOn(name -> name.startsWith("cnt_node") && name.endsWith("_write_per_namespace"))
                .hasSize(Counters.KEYS_MAX);
        metrics.reset();
        counters.record(Metric.WRITE_PER_NAMESPACE, "newcomer", 1);
        assertThat(values()).containsEntry("cnt_newcomer_write_per_namespace", 1L);
    }

    @Test
    void aResetKeepsTheKeys() {
        Counters counters = metrics.newCounters();
        counters.record(Metric.READ_PER_NAMESPACE, "app", 12);
        metrics.reset();
        assertThat(values()).as("at once").containsEntry("sum_app_read_per_namespace", 0L);
        counters.record(Metric.READ_PER_NAMESPACE, "other", 1);
        assertThat(values())
                .containsEntry("sum_app_read_per_namespace", 0L)
                .containsEntry("max_app_read_per_namespace", 0L)
                .containsEntry("sum_other_read_per_namespace", 1L);
    }

    @Test
    void aKeyThatIsKnownIsShownBeforeAnythingIsRecordedForIt() {
        metrics.keys(Metric.LEARNER_HANDLER_QP_SIZE, () -> Set.of("1", "2"));
        metrics.newCounters().record(Metric.LEARNER_HANDLER_QP_SIZE, "2", 5);
        assertThat(values())
                .containsEntry("cnt_1_learner_handler_qp_size", 0L)
                .containsEntry("cnt_2_learner_handler_qp_size", 1L);
    }

    @Test
    void gaugesOfARoleAreShownOnlyWhileTheyAreRegistered() {
        assertThat(values()).doesNotContainKey("learners");
        metrics.gauge(Metric.LEARNERS, () -> 2L);
        assertThat(values()).containsEntry("learners", 2L);
        metrics.removeGauge(Metric.LEARNERS);
        assertThat(values()).doesNotContainKey("learners");
    }

    @Test
    void theProcessTellsItsOpenFiles() {
        ProcessGauges.register(metrics);
        assertThat(values().get("open_file_descriptor_count").longValue()).isNotNegative();
    }

    private Map<String, Number> values() {
        Map<String, Number> values = new TreeMap<>();
        metrics.forEach(
                (name, value) -> assertThat(values.put(name, value)).as(name).isNull());
        return values;
    }
}
