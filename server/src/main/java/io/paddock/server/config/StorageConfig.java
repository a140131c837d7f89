package io.paddock.server.config;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What is kept on disk, where and how.
 *
 * @param dataDir snapshots and {@code myid}; the files are in its {@code version-2}
 * @param dataLogDir transaction logs; equal to {@code dataDir} unless set
 * @param snapshotTxns transactions per snapshot, at least 2; the trigger is drawn from its upper half
 * @param snapshotLogKb kilobytes of log per snapshot, drawn likewise; zero or less turns this trigger off
 * @param preallocateKb kilobytes by which a log file grows at a time
 * @param rollLogKb size at which a new log file begins; zero or less turns it off
 * @param forceSync false trusts the operating system with what clients were told is safe
 * @param fsyncWarnMs a force that takes longer is reported
 * @param trustEmpty start without a snapshot although logs exist
 * @param createDirectories create missing data directories
 * @param createDatabase begin an empty database where none is, without being told by the file {@code initialize}
 * @param digests keep the tree digest in logs and snapshots
 * @param lastZxidInSnapshot end snapshots with the zxid that they are exact at
 * @param closeSessionListsPaths closeSession transactions list the ephemeral nodes that go
 * @param flushDelayMs how long a group commit may wait for company
 * @param batchTxnsMax transactions per force
 * @param commitLogTxns committed transactions kept in memory for peers, at least 500
 * @param commitLogBytes what more of them may take together; -1: as the heap allows
 */
public record StorageConfig(
        Path dataDir,
        Path dataLogDir,
        int snapshotTxns,
        long snapshotLogKb,
        Compression compression,
        long preallocateKb,
        long rollLogKb,
        boolean forceSync,
        long fsyncWarnMs,
        boolean trustEmpty,
        boolean createDirectories,
        boolean createDatabase,
        boolean digests,
        boolean lastZxidInSnapshot,
        boolean closeSessionListsPaths,
        long flushDelayMs,
        int batchTxnsMax,
        int commitLogTxns,
        long commitLogBytes) {

    /** How snapshots are compressed. */
    public enum Compression {
        NONE,
        GZIP,
        SNAPPY
    }

    static StorageConfig read(Settings settings) {
        Path dataDir = directory(settings, Keys.DATA_DIR);
        if (dataDir == null) {
            settings.refuse(
                    Setting.missing(Keys.DATA_DIR.name(), settings.file()),
                    "dataDir is not set",
                    "the directory for snapshots and logs");
            dataDir = Path.of("");
        }
        Path dataLogDir = directory(settings, Keys.DATA_LOG_DIR);
        return new StorageConfig(
                dataDir,
                dataLogDir == null ? dataDir : dataLogDir,
                snapshotTxns(settings),
                settings.int64(Keys.SNAP_SIZE_LIMIT),
                compression(settings.text(Keys.SNAPSHOT_COMPRESSION)),
                settings.int64(Keys.PREALLOC_SIZE),
                settings.int64(Keys.TXN_LOG_SIZE_LIMIT),
                !settings.text(Keys.FORCE_SYNC).equals("no"),
                settings.int64(Keys.FSYNC_WARNING),
                settings.flag(Keys.TRUST_EMPTY),
                settings.flag(Keys.DATADIR_AUTOCREATE),
                settings.flag(Keys.DB_AUTOCREATE),
                settings.flag(Keys.DIGEST_ENABLED),
                settings.flag(Keys.SERIALIZE_LAST_ZXID),
                settings.flag(Keys.CLOSE_SESSION_TXN),
                settings.int64(Keys.FLUSH_DELAY),
                Math.max(1, settings.int32(Keys.MAX_BATCH_SIZE)),
                commitLogTxns(settings),
                commitLogBytes(settings));
    }

    /** The directory of this key, null if there is none. */
    private static Path directory(Settings settings, Key key) {
        Setting at = settings.find(key);
        if (at == null || at.value().isEmpty()) {
            return null;
        }
        String printable = at.value().replaceAll("\\p{Cntrl}", "?");
        Path path = Path.of(printable);
        if (!printable.equals(at.value())) {
            settings.refuse(
                    new Setting(at.key(), printable, at.source(), at.line()),
                    "This path contains a control character",
                    "a path; a backslash has to be written twice in this file");
            return path;
        }
        if (!path.isAbsolute()) {
            settings.warn(at, "The path is relative: it depends on where the server is started", "an absolute path");
        }
        return path;
    }

    private static int snapshotTxns(Settings settings) {
        int txns = settings.int32(Keys.SNAP_COUNT);
        if (txns < 2) {
            settings.warn(
                    settings.find(Keys.SNAP_COUNT),
                    "SnapCount should be 2 or more. Now, snapCount is reset to 2",
                    "2 or more");
        }
        return Math.max(2, txns);
    }

    private static int commitLogTxns(Settings settings) {
        int txns = settings.int32(Keys.COMMIT_LOG_COUNT);
        if (txns < 500) {
            settings.warn(settings.find(Keys.COMMIT_LOG_COUNT), "commitLogCount is reset to 500", "500 or more");
        }
        return Math.max(500, txns);
    }

    /** Who sets the number of transactions means that number. */
    private static long commitLogBytes(Settings settings) {
        boolean counted = settings.isSet(Keys.COMMIT_LOG_COUNT) && !settings.isSet(Keys.COMMIT_LOG_BYTES);
        return counted ? 0 : settings.int64(Keys.COMMIT_LOG_BYTES);
    }

    private static Compression compression(String method) {
        return switch (method.toLowerCase(Locale.ROOT)) {
            case "gz" -> Compression.GZIP;
            case "snappy" -> Compression.SNAPPY;
            default -> Compression.NONE;
        };
    }
}
