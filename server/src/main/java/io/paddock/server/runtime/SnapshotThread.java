package io.paddock.server.runtime;

import io.paddock.common.Zxid;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.storage.Retention;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.tree.TreeCapture;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes snapshots, one at a time, and removes what they made superfluous. A snapshot that fails loses
 * nothing: the log holds the same transactions, and the next one is tried when the log has grown again.
 */
final class SnapshotThread {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotThread.class);

    private final ScheduledThreadPoolExecutor executor;
    private final SnapshotWriter writer;
    private final Retention retention;
    private final int keep;
    private final Supplier<CompletableFuture<TreeCapture>> capture;
    private final Counters counters;
    private final Object files;
    private final HistoryChanges changes;
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * @param counters of this thread
     * @param files held by whoever removes or replaces files of the history
     * @param changes of the history: what was captured before one is not written after it
     */
    SnapshotThread(
            SnapshotWriter writer,
            Retention retention,
            int keep,
            Supplier<CompletableFuture<TreeCapture>> capture,
            Counters counters,
            Object files,
            HistoryChanges changes) {
        this.files = files;
        this.changes = changes;
        this.writer = writer;
        this.retention = retention;
        this.keep = keep;
        this.capture = capture;
        this.counters = counters;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "paddock-snapshot");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    void startPurging(long intervalHours) {
        executor.scheduleWithFixedDelay(this::purge, 0, intervalHours, TimeUnit.HOURS);
    }

    /** A snapshot is due, and will be again. Any thread; answers at once. */
    void request() {
        if (!tryRequest()) {
            LOG.warn("Too busy to snap, skipping");
        }
    }

    /** False while another one is being written. Any thread; answers at once. */
    boolean tryRequest() {
        if (!busy.compareAndSet(false, true)) {
            return false;
        }
        long history = changes.current();
        capture.get().thenAcceptAsync(image -> write(image, history), executor).whenComplete((done, failure) -> {
            busy.set(false);
            if (failure != null) {
                LOG.error("The snapshot thread met an error of its own", failure);
            }
        });
        return true;
    }

    private void write(TreeCapture image, long history) {
        long startNanos = System.nanoTime();
        try (image) {
            synchronized (files) {
                if (!changes.isStill(history)) {
                    LOG.info(
                            "No snapshot {}: the history was cut or replaced meanwhile. The next one is taken when the log"
                                    + " has grown.",
                            Zxid.toHex(image.zxid()));
                    return;
                }
                writer.write(image);
            }
            counters.record(Metric.SNAPSHOTTIME, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        } catch (IOException e) {
            LOG.warn(
                    "The snapshot 0x{} could not be written: {}. Nothing is lost, the log holds everything; it is"
                            + " tried again when the log has grown. Make room or repair the disk of the data directory.",
                    Long.toHexString(image.zxid()),
                    e.getMessage());
        }
    }

    private void purge() {
        try {
            synchronized (files) {
                retention.purge(keep);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Old snapshots and logs could not be removed: {}", e.getMessage());
        }
    }

    /** Lets a snapshot that is being written come to its end. False if that takes too long: it may still write. */
    boolean stop() throws InterruptedException {
        executor.shutdown();
        return executor.awaitTermination(10, TimeUnit.SECONDS);
    }
}
