package io.paddock.server.runtime;

import io.paddock.server.config.PauseConfig;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the whole process stood still: a thread that sleeps for a fixed time and looks how late it wakes
 * (operations, section 2.3). Garbage collection is the usual cause, an overloaded or suspended machine another.
 *
 * <p>The thread owns the counters; {@link #start} and {@link #stop} are called by who assembles the server.
 */
final class PauseMonitor implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(PauseMonitor.class);

    private final PauseConfig config;
    private final Counters counters;
    private final Thread thread = new Thread(this, "paddock-pause");
    private final LongSupplier collectionMs;
    private long collectionMsBefore;

    PauseMonitor(PauseConfig config, Counters counters) {
        this(config, counters, PauseMonitor::collectionMs);
    }

    /** @param collectionMs time that garbage collection has taken so far */
    PauseMonitor(PauseConfig config, Counters counters, LongSupplier collectionMs) {
        this.config = config;
        this.counters = counters;
        this.collectionMs = collectionMs;
        thread.setDaemon(true);
    }

    void start() {
        LOG.info(
                "Watching for pauses every {} ms; INFO above {} ms, WARN above {} ms",
                config.sleepMs(),
                config.infoMs(),
                config.warnMs());
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    @Override
    public void run() {
        collectionMsBefore = collectionMs.getAsLong();
        try {
            while (true) {
                long startNanos = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(config.sleepMs());
                long sleptMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
                woke(Math.max(0, sleptMs - config.sleepMs()));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param lateMs how much longer than asked for the thread slept */
    void woke(long lateMs) {
        long collected = collectionMs.getAsLong();
        counters.record(Metric.JVM_PAUSE_TIME_MS, lateMs);
        if (lateMs > config.warnMs()) {
            LOG.warn("{}", sentence(lateMs, collected - collectionMsBefore));
        } else if (lateMs > config.infoMs()) {
            LOG.info("{}", sentence(lateMs, collected - collectionMsBefore));
        }
        collectionMsBefore = collected;
    }

    private static String sentence(long lateMs, long collectedMs) {
        String cause = collectedMs > 0
                ? "garbage collection took " + collectedMs + " ms of it"
                : "not for garbage collection: look at the load of the machine, swapping, or a suspended host";
        return "The process stood still for about " + lateMs + " ms; " + cause;
    }

    private static long collectionMs() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += Math.max(0, collector.getCollectionTime());
        }
        return sum;
    }
}
