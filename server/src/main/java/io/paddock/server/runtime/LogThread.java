package io.paddock.server.runtime;

import io.paddock.server.storage.SnapshotTrigger;
import io.paddock.server.storage.TxnLog;
import io.paddock.server.zab.Proposal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The thread that owns the transaction log: it writes everything that has been handed to it, forces it once, and says so.
 * While one force runs the next batch gathers; a quiet log delays nobody.
 */
final class LogThread implements Runnable {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Mailbox<List<Proposal>> mailbox = new Mailbox<>();
    private final Thread thread;
    private final TxnLog log;
    private final SnapshotTrigger trigger;
    private final LongConsumer onSynced;
    private final Runnable onSnapshotDue;
    private final FatalHandler fatal;
    private final int batchMax;
    private volatile boolean stopping;

    /** @param onSnapshotDue called when the log has grown enough, after it was rolled */
    LogThread(
            TxnLog log,
            SnapshotTrigger trigger,
            int batchMax,
            LongConsumer onSynced,
            Runnable onSnapshotDue,
            FatalHandler fatal) {
        this.log = log;
        this.trigger = trigger;
        this.batchMax = batchMax;
        this.onSynced = onSynced;
        this.onSnapshotDue = onSnapshotDue;
        this.fatal = fatal;
        this.thread = new Thread(this, "paddock-log");
    }

    void start() {
        thread.start();
    }

    /** Takes ownership of the list. */
    void append(List<Proposal> proposals) {
        mailbox.post(proposals);
    }

    /** Ends when all that was handed over is on disk. */
    void stop() throws InterruptedException {
        stopping = true;
        mailbox.post(List.of());
        thread.join(TimeUnit.SECONDS.toMillis(10));
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
        long lastZxid = -1;
        int appended = 0;
        boolean snapshotDue = false;
        for (List<Proposal> proposals = mailbox.poll(); proposals != null; proposals = mailbox.poll()) {
            for (Proposal proposal : proposals) {
                log.append(proposal.zxid(), proposal.payload());
                lastZxid = proposal.zxid();
                appended++;
                snapshotDue |= trigger.due(log.recordsSinceRoll(), log.bytesSinceRoll());
            }
            if (appended >= batchMax) {
                break;
            }
        }
        if (appended > 0) {
            log.force();
            onSynced.accept(lastZxid);
        }
        if (snapshotDue) {
            log.roll();
            onSnapshotDue.run();
        }
        if (!stopping && mailbox.isEmpty()) {
            mailbox.await(IDLE_NANOS);
        }
    }
}
