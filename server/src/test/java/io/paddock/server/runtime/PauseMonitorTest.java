package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.config.PauseConfig;
import io.paddock.server.metrics.Metrics;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PauseMonitorTest {

    private final LogLines log = new LogLines(PauseMonitor.class);
    private final Metrics metrics = new Metrics();
    private long collectionMs;
    private final PauseMonitor monitor =
            new PauseMonitor(new PauseConfig(true, 500, 1000, 10_000), metrics.newCounters(), () -> collectionMs);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aPauseIsToldByItsLengthAndCause() {
        monitor.woke(1000);
        monitor.woke(1001);
        collectionMs += 9_000;
        monitor.woke(10_001);
        monitor.woke(3);

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).startsWith("INFO The process stood still for about 1001 ms; not for garbage");
        assertThat(log.lines().get(1))
                .isEqualTo("WARN The process stood still for about 10001 ms; garbage collection took 9000 ms of it");
    }

    @Test
    void everyLookIsMeasured() {
        monitor.woke(0);
        monitor.woke(12);

        Map<String, Number> values = new HashMap<>();
        metrics.forEach(values::put);
        assertThat(values).containsEntry("cnt_jvm_pause_time_ms", 2L).containsEntry("max_jvm_pause_time_ms", 12L);
    }
}
