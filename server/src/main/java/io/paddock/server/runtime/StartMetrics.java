package io.paddock.server.runtime;

import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.storage.RecoveryStatistics;
import java.util.concurrent.TimeUnit;

/** What is measured once, while the database is loaded. */
final class StartMetrics {

    private StartMetrics() {}

    static void record(Counters counters, RecoveredState recovered, long tookNanos) {
        RecoveryStatistics statistics = recovered.statistics();
        counters.record(Metric.DBINITTIME, TimeUnit.NANOSECONDS.toMillis(tookNanos));
        counters.add(Metric.DIGEST_MISMATCHES_COUNT, statistics.digestMismatches());
        if (statistics.snapshot() != null) {
            counters.record(Metric.STARTUP_SNAP_LOAD_TIME, statistics.snapshotMs());
        }
        if (statistics.replayed() > 0) {
            counters.record(Metric.STARTUP_TXNS_LOADED, statistics.replayed());
            counters.record(Metric.STARTUP_TXNS_LOAD_TIME, statistics.replayMs());
        }
    }
}
