package io.paddock.server.runtime;

import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.storage.TxnLogListener;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator what the transaction log does. On the log thread. */
final class StorageListener implements TxnLogListener {

    private static final Logger LOG = LoggerFactory.getLogger(StorageListener.class);

    private final Counters counters;

    /** @param counters of the log thread */
    StorageListener(Counters counters) {
        this.counters = counters;
    }

    @Override
    public void forced(long records, long tookNanos) {
        counters.record(Metric.FSYNCTIME, TimeUnit.NANOSECONDS.toMillis(tookNanos));
        counters.record(Metric.SYNC_PROCESSOR_BATCH_SIZE, records);
    }

    @Override
    public void slowForce(Path file, long tookMs, long fileBytes) {
        LOG.warn(
                "fsync-ing the write ahead log in {} took {}ms which will adversely effect operation latency."
                        + "File size is {} bytes. See the ZooKeeper troubleshooting guide",
                Thread.currentThread().getName(),
                tookMs,
                fileBytes);
    }
}
