package io.paddock.server.storage;

import io.paddock.common.ErrorCode;
import io.paddock.common.Zxid;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.txn.Apply;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.Txn;
import io.paddock.server.zab.Proposal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a tree of what is on disk (storage, section 9): the newest snapshot that reads to its end, and all that the log
 * says after it. It refuses, with {@link DamagedData}, whenever a transaction could be missing; an {@link IOException}
 * means that the disk could not be read, or not be made ready for writing.
 *
 * <p>It changes nothing on disk before it knows the whole history. Then it cuts off what a crash left at the end ({@link
 * LogRepair}), and gives an empty database its first snapshot.
 *
 * <p>Used once, by one thread, before the log is written.
 */
public final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** More snapshots than this are not tried. */
    private static final int CANDIDATES_MAX = 100;

    private final Disk disk;
    private final Path snapDirectory;
    private final Path logDirectory;
    private final RecoveryOptions options;
    private final DigestCheck digestCheck;
    private final List<String> skipped = new ArrayList<>();
    private final ArrayDeque<Proposal> tail = new ArrayDeque<>();
    private long tailBytes;

    private Tree tree;
    private String loadedSnapshot;
    private long snapshotZxid;
    private SnapshotFile newestSkipped;
    private long newerNodes;
    private long replayed;
    private long foundDone;

    public Recovery(Disk disk, Path snapDirectory, Path logDirectory, RecoveryOptions options) {
        this.disk = disk;
        this.snapDirectory = snapDirectory;
        this.logDirectory = logDirectory;
        this.options = options;
        this.digestCheck = new DigestCheck(options.compareDigests());
    }

    public RecoveredState run() throws IOException {
        long startNanos = System.nanoTime();
        if (!loadSnapshot()) {
            if (!logsExist()) {
                return empty(startNanos);
            }
            if (!options.trustEmptySnapshot()) {
                throw Damage.noSnapshot(snapDirectory, logDirectory);
            }
            tree = new Tree(options.hashSeed());
        }
        long loadedNanos = System.nanoTime();
        replayLog();
        tree.restored();
        removeMarker();
        return state(tree.lastZxid(), startNanos, loadedNanos);
    }

    /** Whether there is neither snapshot nor log, nor the word of an operator that this is a beginning. */
    boolean findsNothing() throws IOException {
        return SnapshotFile.list(disk, snapDirectory).isEmpty() && !logsExist() && !markerExists();
    }

    /** Whatever is there, nobody believes it: nothing is read, and nothing is written. */
    RecoveredState lost() {
        tree = new Tree(options.hashSeed());
        long now = System.nanoTime();
        return state(-1, now, now);
    }

    /**
     * Deletes the ephemerals whose sessions are in no table, as a standalone server or a new leader does; without a
     * transaction, at the tree's last zxid. Returns their paths.
     */
    public static List<io.paddock.common.Path> removeDeadEphemerals(Tree tree) {
        List<io.paddock.common.Path> removed = new ArrayList<>();
        for (long owner : tree.ephemeralOwners()) {
            if (tree.sessions().containsKey(owner)) {
                continue;
            }
            for (io.paddock.common.Path path : tree.ephemeralsOf(owner)) {
                int node = tree.find(path);
                if (tree.childCount(node) == 0) {
                    tree.delete(node, tree.lastZxid());
                    removed.add(path);
                }
            }
        }
        return removed;
    }

    private RecoveredState state(long lastZxid, long startNanos, long loadedNanos) {
        long endNanos = System.nanoTime();
        digestCheck.onEnd(lastZxid);
        RecoveryStatistics statistics = new RecoveryStatistics(
                loadedSnapshot,
                List.copyOf(skipped),
                newerNodes,
                replayed,
                foundDone,
                digestCheck.checks(),
                digestCheck.mismatches(),
                digestCheck.early(),
                tree.digest(),
                (loadedNanos - startNanos) / 1_000_000,
                (endNanos - loadedNanos) / 1_000_000);
        List<io.paddock.common.Path> removed = options.removeDeadEphemerals() ? removeDeadEphemerals(tree) : List.of();
        if (lastZxid != -1) {
            LOG.info(
                    "Restored {} znodes up to {}: {} in {} ms, then {} transactions of the log in {} ms; {} ephemerals of"
                            + " dead sessions removed",
                    tree.size(),
                    Zxid.toHex(lastZxid),
                    loadedSnapshot == null ? "no snapshot" : loadedSnapshot,
                    statistics.snapshotMs(),
                    replayed,
                    statistics.replayMs(),
                    removed.size());
        }
        return new RecoveredState(tree, lastZxid, false, List.copyOf(tail), removed, statistics);
    }

    /** False if the directory holds no file that could be one. */
    private boolean loadSnapshot() throws IOException {
        StringBuilder problems = new StringBuilder();
        int candidates = 0;
        for (SnapshotFile snapshot : SnapshotFile.list(disk, snapDirectory)) {
            if (candidates == CANDIDATES_MAX) {
                break;
            }
            if (!snapshot.looksComplete(disk)) {
                LOG.warn("Skipping {}: it was never finished", snapshot.path());
                skip(snapshot);
                continue;
            }
            candidates++;
            try {
                SnapshotReader.Content content =
                        SnapshotReader.read(disk, snapshot, options.hashSeed(), options.recordBytesMax());
                use(snapshot, content);
                return true;
            } catch (IOException e) {
                LOG.warn("Skipping {}, it cannot be read: {}", snapshot.path(), e.toString());
                skip(snapshot);
                problems.append("  ")
                        .append(snapshot.name())
                        .append(": ")
                        .append(e.getMessage())
                        .append('\n');
            }
        }
        if (candidates > 0) {
            throw Damage.noValidSnapshot(snapDirectory, problems.toString());
        }
        return false;
    }

    private void skip(SnapshotFile snapshot) {
        skipped.add(snapshot.name());
        if (newestSkipped == null && snapshot.provesItsZxid()) {
            newestSkipped = snapshot;
        }
    }

    /** Whoever began a skipped snapshot had applied the zxid in its name: the history must reach it. */
    private void requireReached(long lastZxid) {
        if (newestSkipped != null && newestSkipped.zxid() > lastZxid) {
            throw Damage.snapshotNotReached(newestSkipped, lastZxid);
        }
    }

    private void use(SnapshotFile snapshot, SnapshotReader.Content content) {
        tree = content.tree();
        snapshotZxid = snapshot.zxid();
        tree.lastZxid(snapshotZxid);
        loadedSnapshot = snapshot.name();
        newerNodes = content.newerNodes();
        digestCheck.onSnapshot(content, snapshotZxid);
    }

    /** Any name that the original would take for a log counts: better to refuse than to begin anew beside it. */
    private boolean logsExist() throws IOException {
        return disk.list(logDirectory).stream()
                .anyMatch(name -> FileName.of(name).names("log"));
    }

    private void replayLog() throws IOException {
        for (String stray : LogFile.strays(disk, logDirectory)) {
            LOG.warn(
                    "Ignoring {} in {}: it looks like a copy of a log. Other servers would replay it: move it away",
                    stray,
                    logDirectory);
        }
        try (TxnLogReader reader =
                TxnLogReader.recovering(disk, logDirectory, snapshotZxid, options.recordBytesMax())) {
            while (reader.next()) {
                replay(reader);
            }
            requireReached(tree.lastZxid());
            for (String repair : LogRepair.apply(disk, logDirectory, reader)) {
                LOG.warn("{}", repair);
            }
        }
    }

    private void replay(TxnLogReader reader) {
        byte[] payload = reader.payload();
        LoggedTxn logged;
        Outcome outcome;
        try {
            logged = LoggedTxn.decode(payload);
            outcome = Apply.replay(tree, logged);
        } catch (MalformedRecord e) {
            throw Damage.inTransaction(reader.file(), reader.offset(), reader.zxid(), e.getMessage());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Damage.inTransaction(
                    reader.file(), reader.offset(), reader.zxid(), "it cannot be applied: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error(
                    "Transaction {} in {} at byte {} cannot be applied",
                    Zxid.toHex(reader.zxid()),
                    reader.file(),
                    reader.offset(),
                    e);
            throw Damage.inTransaction(reader.file(), reader.offset(), reader.zxid(), "it cannot be applied: " + e);
        }
        replayed++;
        if (!(logged.txn() instanceof Txn.Failure) && foundDone(logged.txn(), outcome)) {
            foundDone++;
        }
        digestCheck.onReplayed(tree, logged.zxid(), logged.digest());
        keep(new Proposal(logged, payload, null).toBeSent());
    }

    private void keep(Proposal newest) {
        tail.addLast(newest);
        tailBytes += newest.payload().length;
        while (tail.size() > options.commitLogCount() || tail.size() > 1 && tailBytes > options.commitLogBytesMost()) {
            tailBytes -= tail.removeFirst().payload().length;
        }
    }

    private static boolean foundDone(Txn txn, Outcome outcome) {
        if (txn instanceof Txn.Multi multi) {
            return !multi.failed() && outcome.parts().stream().anyMatch(part -> part.err() != 0);
        }
        return outcome.err() != ErrorCode.OK.code();
    }

    /** Neither snapshot nor log: an empty database, or a lost one (storage, section 3.3). */
    private RecoveredState empty(long startNanos) throws IOException {
        requireReached(0);
        tree = new Tree(options.hashSeed());
        if (!options.createEmpty() && !markerExists()) {
            LOG.warn(
                    "{} and {} hold no data, and db.autocreate is false: the data may be lost. If this"
                            + " is a new server, run zkServer-initialize.sh",
                    snapDirectory,
                    logDirectory);
            return state(-1, startNanos, System.nanoTime());
        }
        try (TreeCapture capture = tree.capture()) {
            new SnapshotWriter(disk, snapDirectory, options.snapshots()).write(capture);
        }
        removeMarker();
        return state(0, startNanos, System.nanoTime());
    }

    /** The original looks beside the logs; {@code zkServer-initialize.sh} leaves the marker beside the snapshots. */
    private Set<Path> markers() {
        return new LinkedHashSet<>(
                List.of(logDirectory.resolveSibling("initialize"), snapDirectory.resolveSibling("initialize")));
    }

    private boolean markerExists() throws IOException {
        for (Path marker : markers()) {
            if (disk.exists(marker)) {
                return true;
            }
        }
        return false;
    }

    private void removeMarker() throws IOException {
        for (Path marker : markers()) {
            if (disk.exists(marker)) {
                disk.delete(marker);
                disk.forceDirectory(marker.getParent());
            }
        }
    }
}
