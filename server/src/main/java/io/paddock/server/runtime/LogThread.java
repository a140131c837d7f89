package io.paddock.server.runtime;

import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.storage.SnapshotTrigger;
import io.paddock.server.storage.StorageFailure;
import io.paddock.server.storage.TxnLog;
import io.paddock.server.zab.Proposal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The thread that owns the transaction log: it writes everything that has been handed to it, forces it once, and says so.
 * While one force runs the next batch gathers; a quiet log delays nobody.
 */
final class LogThread implements Runnable {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Batch(List<Proposal> proposals, long postedNanos) {}

    /** Something else that is done to the files, in its turn. */
    @FunctionalInterface
    interface Task {

        /**
         * Answers with the log that goes on: the same, or another if it has closed the same.
         *
         * @param log all that was appended is on disk
         */
        TxnLog run(TxnLog log) throws IOException;
    }

    private final Mailbox<Object> mailbox = new Mailbox<>();
    private final Thread thread;
    private TxnLog log;
    private final SnapshotTrigger trigger;
    private final LongConsumer onSynced;
    private final Runnable onSnapshotDue;
    private final FatalHandler fatal;
    private final int batchMax;
    private final Counters counters;
    private volatile boolean stopping;

    /**
     * @param onSnapshotDue called when the log has grown enough, after it was rolled
     * @param counters of this thread
     */
    LogThread(
            TxnLog log,
            SnapshotTrigger trigger,
            int batchMax,
            LongConsumer onSynced,
            Runnable onSnapshotDue,
            FatalHandler fatal,
            Counters counters) {
        this.log = log;
        this.trigger = trigger;
        this.batchMax = batchMax;
        this.onSynced = onSynced;
        this.onSnapshotDue = onSnapshotDue;
        this.fatal = fatal;
        this.counters = counters;
        this.thread = new Thread(this, "paddock-log");
    }

    void start() {
        thread.start();
    }

    /** Takes ownership of the list. */
    void append(List<Proposal> proposals) {
        mailbox.post(new Batch(proposals, System.nanoTime()));
    }

    /** Behind everything that was handed over before; that is forced first. */
    void carryOutLater(Task task) {
        mailbox.post(task);
    }

    long busyNanos() {
        return mailbox.busyNanos();
    }

    /** Ends when all that was handed over is on disk. False if that takes too long: it may still write. */
    boolean stop() throws InterruptedException {
        stopping = true;
        append(List.of());
        thread.join(TimeUnit.SECONDS.toMillis(10));
        return !thread.isAlive();
    }

    @Override
    public void run() {
        mailbox.own();
        try {
            while (!stopping || !mailbox.isEmpty()) {
                batch();
            }
            log.close();
        } catch (RuntimeException | Error cause) {
            fatal.fatal(thread.getName(), cause);
        }
    }

    private void batch() {
        long startNanos = System.nanoTime();
        long oldestNanos = startNanos;
        long lastZxid = -1;
        int appended = 0;
        boolean snapshotDue = false;
        Task task = null;
        Object entry = mailbox.poll();
        while (entry != null) {
            if (entry instanceof Task found) {
                task = found;
                break;
            }
            Batch batch = (Batch) entry;
            counters.record(Metric.SYNC_PROCESSOR_QUEUE_TIME_MS, ms(startNanos - batch.postedNanos));
            oldestNanos = Math.min(oldestNanos, batch.postedNanos);
            for (Proposal proposal : batch.proposals) {
                log.append(proposal.zxid(), proposal.payload());
                lastZxid = proposal.zxid();
                appended++;
                snapshotDue |= trigger.due(log.recordsSinceRoll(), log.bytesSinceRoll());
            }
            if (appended >= batchMax) {
                break;
            }
            entry = mailbox.poll();
        }
        if (appended > 0) {
            long flushNanos = System.nanoTime();
            log.force();
            onSynced.accept(lastZxid);
            measure(appended, oldestNanos, startNanos, flushNanos);
        }
        if (snapshotDue) {
            log.roll();
            onSnapshotDue.run();
        }
        if (task != null) {
            carryOut(task);
        } else if (!stopping && mailbox.isEmpty()) {
            mailbox.await(IDLE_NANOS);
        }
    }

    private void carryOut(Task task) {
        try {
            log = task.run(log);
        } catch (IOException e) {
            throw new StorageFailure(
                    "What a leader asked for could not be done to the files of this server: " + e.getMessage()
                            + ".\n"
                            + "  It has acknowledged nothing of that. Check the disk, its free space and the"
                            + " permissions of the files, then start it again.",
                    e);
        }
    }

    private void measure(int appended, long oldestNanos, long startNanos, long flushNanos) {
        long endNanos = System.nanoTime();
        counters.add(Metric.SYNC_PROCESSOR_REQUEST_QUEUED, appended);
        counters.record(Metric.SYNC_PROCESSOR_QUEUE_SIZE, appended);
        counters.record(Metric.SYNC_PROCESSOR_QUEUE_FLUSH_TIME_MS, ms(endNanos - flushNanos));
        counters.record(Metric.SYNC_PROCESSOR_QUEUE_AND_FLUSH_TIME_MS, ms(endNanos - oldestNanos));
        counters.record(Metric.SYNC_PROCESS_TIME, ms(endNanos - startNanos));
    }

    private static long ms(long nanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
