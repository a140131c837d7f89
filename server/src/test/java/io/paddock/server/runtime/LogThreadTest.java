package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.storage.SimDisk;
import io.paddock.server.storage.SnapshotTrigger;
import io.paddock.server.storage.StorageFailure;
import io.paddock.server.storage.TxnLog;
import io.paddock.server.storage.TxnLogListener;
import io.paddock.server.storage.TxnLogOptions;
import io.paddock.server.storage.TxnLogReader;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.Txn;
import io.paddock.server.txn.TxnHeader;
import io.paddock.server.zab.Proposal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log thread reports, and that it reports nothing that is not on disk: hazard H41. */
@Timeout(30)
class LogThreadTest {

    private static final Path LOGS = Path.of("/logs");

    private final SimDisk disk = new SimDisk(1);
    private final LinkedBlockingQueue<Long> synced = new LinkedBlockingQueue<>();
    private final AtomicInteger snapshots = new AtomicInteger();
    private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();

    private LogThread thread(int snapCount) {
        disk.createDirectories(LOGS);
        TxnLog log = new TxnLog(disk, LOGS, 0, new TxnLogOptions(4096, true, 1000, -1), TxnLogListener.NONE);
        SnapshotTrigger trigger = new SnapshotTrigger(snapCount, 0, new Random(1));
        return new LogThread(
                log,
                trigger,
                1000,
                synced::add,
                snapshots::incrementAndGet,
                (name, cause) -> fatal.complete(cause),
                new Metrics().newCounters());
    }

    private static List<Proposal> proposals(long from, long to) {
        List<Proposal> proposals = new ArrayList<>();
        for (long zxid = from; zxid <= to; zxid++) {
            TxnHeader header = new TxnHeader(1, 2, zxid, 3, OpCode.ERROR);
            proposals.add(Proposal.of(new LoggedTxn(header, new Txn.Failure(ErrorCode.NO_NODE), null), null));
        }
        return proposals;
    }

    /** Waits until this zxid has been reported; answers all reports. */
    private List<Long> reportsUpTo(long zxid) throws InterruptedException {
        List<Long> reports = new ArrayList<>();
        while (reports.isEmpty() || reports.get(reports.size() - 1) < zxid) {
            reports.add(synced.take());
        }
        return reports;
    }

    private List<Long> onDisk() throws Exception {
        List<Long> zxids = new ArrayList<>();
        try (TxnLogReader reader = TxnLogReader.recovering(disk, LOGS, 0, 1 << 20)) {
            while (reader.next()) {
                zxids.add(reader.zxid());
            }
        }
        return zxids;
    }

    @Test
    void whatIsReportedSurvivesAPowerFailureAndReportsOnlyRise() throws Exception {
        LogThread thread = thread(Integer.MAX_VALUE);
        thread.start();
        for (long zxid = 1; zxid <= 500; zxid += 5) {
            thread.append(proposals(zxid, zxid + 4));
        }
        List<Long> reports = reportsUpTo(500);
        assertThat(reports).isSorted().doesNotHaveDuplicates();
        disk.crash(SimDisk.Loss.values()[0]);
        assertThat(onDisk()).hasSize(500).isSorted();
        thread.stop();
    }

    @Test
    void manyRecordsShareAForce() throws Exception {
        LogThread thread = thread(Integer.MAX_VALUE);
        for (long zxid = 1; zxid <= 500; zxid++) {
            thread.append(proposals(zxid, zxid));
        }
        thread.start();
        reportsUpTo(500);
        thread.stop();
        assertThat(disk.forces()).isLessThan(20);
    }

    @Test
    void aFailedForceIsFatalAndNothingIsReportedAfterIt() throws Exception {
        LogThread thread = thread(Integer.MAX_VALUE);
        thread.start();
        thread.append(proposals(1, 1));
        reportsUpTo(1);
        disk.failForceAfter(0);
        thread.append(proposals(2, 2));
        assertThat(fatal.get(20, TimeUnit.SECONDS)).isInstanceOf(StorageFailure.class);
        thread.append(proposals(3, 3));
        thread.stop();
        assertThat(synced).isEmpty();
        assertThat(snapshots).hasValue(0);
    }

    @Test
    void whatWasHandedOverBeforeTheEndIsWritten() throws Exception {
        LogThread thread = thread(Integer.MAX_VALUE);
        for (long zxid = 1; zxid <= 50; zxid++) {
            thread.append(proposals(zxid, zxid));
        }
        thread.start();
        thread.stop();
        assertThat(onDisk()).hasSize(50);
        assertThat(reportsUpTo(50)).isNotEmpty();
        assertThat(fatal).isNotDone();
    }

    @Test
    void aLogThatHasGrownIsRolledBeforeASnapshotIsAskedFor() throws Exception {
        LogThread thread = thread(10);
        thread.start();
        for (long zxid = 1; zxid <= 100; zxid++) {
            thread.append(proposals(zxid, zxid));
            reportsUpTo(zxid);
        }
        thread.stop();
        assertThat(snapshots.get()).isBetween(5, 20);
        assertThat(disk.list(LOGS).size()).isBetween(snapshots.get(), snapshots.get() + 1);
        assertThat(onDisk()).hasSize(100);
    }
}
