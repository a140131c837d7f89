package io.paddock.benchmarks;

import io.paddock.common.Acl;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.server.storage.FileDisk;
import io.paddock.server.storage.SnapshotOptions;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.storage.TxnLog;
import io.paddock.server.storage.TxnLogListener;
import io.paddock.server.storage.TxnLogOptions;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.Txn;
import io.paddock.server.txn.TxnDigest;
import io.paddock.server.txn.TxnHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Data directories with a large tree, in the format that both servers read: as one snapshot, or as an empty snapshot and
 * a log with the creation of every znode. Written once, by this server's storage room, and copied for each start.
 */
final class LargeData {

    static final int DATA_BYTES = 100;
    private static final int LEAVES_PER_FOLDER = 1000;
    private static final long CTIME_MS = 1_800_000_000_000L;
    private static final int FORCE_RECORDS = 1000;

    private LargeData() {}

    static Paths paths(int znodes) {
        return new Paths(znodes, LEAVES_PER_FOLDER);
    }

    static java.nio.file.Path asSnapshot(Options options, int znodes) throws IOException {
        java.nio.file.Path directory = options.directory().resolve("snapshot-" + znodes);
        if (!Files.exists(directory)) {
            java.nio.file.Path unfinished = emptied(directory);
            Tree tree = new Tree(0);
            for (String path : paths(znodes).all()) {
                create(tree, Path.of(path));
            }
            snapshot(tree, unfinished);
            Files.move(unfinished, directory);
        }
        return directory;
    }

    static java.nio.file.Path asLog(Options options, int znodes) throws IOException {
        java.nio.file.Path directory = options.directory().resolve("log-" + znodes);
        if (!Files.exists(directory)) {
            java.nio.file.Path unfinished = emptied(directory);
            Tree tree = new Tree(0);
            snapshot(tree, unfinished);
            log(tree, paths(znodes).all(), unfinished);
            Files.move(unfinished, directory);
        }
        return directory;
    }

    private static java.nio.file.Path emptied(java.nio.file.Path directory) throws IOException {
        java.nio.file.Path unfinished = directory.resolveSibling(directory.getFileName() + ".unfinished");
        if (Files.exists(unfinished)) {
            Directories.remove(unfinished);
        }
        return Files.createDirectories(unfinished);
    }

    private static void create(Tree tree, Path path) {
        long zxid = tree.lastZxid() + 1;
        tree.create(path, new byte[DATA_BYTES], Acl.OPEN, 0, -1, zxid, CTIME_MS);
        tree.lastZxid(zxid);
    }

    private static void snapshot(Tree tree, java.nio.file.Path directory) throws IOException {
        try (TreeCapture capture = tree.capture()) {
            new SnapshotWriter(new FileDisk(), directory, SnapshotOptions.DEFAULTS).write(capture);
        }
    }

    private static void log(Tree tree, List<String> paths, java.nio.file.Path directory) throws IOException {
        try (TxnLog log = new TxnLog(new FileDisk(), directory, 0, TxnLogOptions.DEFAULTS, TxnLogListener.NONE)) {
            for (String text : paths) {
                Path path = Path.of(text);
                create(tree, path);
                long zxid = tree.lastZxid();
                int parentCVersion = tree.cversion(tree.find(path.parent()));
                log.append(
                        zxid,
                        creation(path, parentCVersion, zxid, tree.digest()).encode());
                if (zxid % FORCE_RECORDS == 0) {
                    log.force();
                }
            }
        }
    }

    private static LoggedTxn creation(Path path, int parentCVersion, long zxid, long digest) {
        Txn txn = new Txn.Create(OpCode.CREATE, path, new byte[DATA_BYTES], Acl.OPEN, false, parentCVersion, 0);
        return new LoggedTxn(
                new TxnHeader(0, 0, zxid, CTIME_MS, OpCode.CREATE), txn, new TxnDigest(TxnDigest.VERSION, digest));
    }
}
