package io.paddock.server.storage;

import io.paddock.server.tree.TreeCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What synchronization with a leader does to the files of a history: it is cut, or it is replaced. A crash in between
 * leaves a history that is longer than wanted, or the former one, never one with a hole.
 *
 * <p>Owned by the log thread. Nobody has a log file open for writing meanwhile.
 */
public final class HistoryFiles {

    private final Disk disk;
    private final Path snapDirectory;
    private final Path logDirectory;

    public HistoryFiles(Disk disk, Path snapDirectory, Path logDirectory) {
        this.disk = disk;
        this.snapDirectory = snapDirectory;
        this.logDirectory = logDirectory;
    }

    /**
     * Ends the history at that transaction, durably. Snapshots that go beyond it are removed first, or they would bring
     * back what is cut off (hazard H6). Then the newest log files, and at last the end of the one that holds it (H12).
     *
     * @return false, and nothing is changed, if the log behind an older snapshot does not hold exactly this transaction
     */
    public boolean truncate(long zxid) throws IOException {
        List<SnapshotFile> beyond = new ArrayList<>();
        SnapshotFile base = null;
        for (SnapshotFile snapshot : SnapshotFile.list(disk, snapDirectory)) {
            if (snapshot.zxid() > zxid) {
                beyond.add(snapshot);
            } else if (base == null && snapshot.looksComplete(disk)) {
                base = snapshot;
            }
        }
        if (base == null) {
            return false;
        }
        Place place = find(zxid, base.zxid());
        if (place == null && base.zxid() != zxid) {
            return false;
        }
        for (SnapshotFile snapshot : beyond) {
            disk.delete(snapshot.path());
        }
        disk.forceDirectory(snapDirectory);
        cut(zxid, place);
        return true;
    }

    /**
     * Replaces the history by a received tree, durably: the snapshot first, then everything else goes, so that no log can
     * go on behind the snapshot with transactions that the leader never had (hazard H7).
     *
     * @param moved called now and then while the snapshot is written
     */
    public void replace(TreeCapture received, SnapshotOptions options, Runnable moved) throws IOException {
        Path written = snapDirectory.resolve(SnapshotFile.PREFIX + Long.toHexString(received.zxid()));
        if (options.compression() == Compression.NONE && disk.exists(written)) {
            disk.delete(written);
        }
        Path now = new SnapshotWriter(disk, snapDirectory, options).write(received, moved);
        for (SnapshotFile snapshot : SnapshotFile.list(disk, snapDirectory)) {
            if (snapshot.zxid() > received.zxid() && !snapshot.path().equals(now)) {
                disk.delete(snapshot.path());
            }
        }
        disk.forceDirectory(snapDirectory);
        List<LogFile> logs = new ArrayList<>(LogFile.list(disk, logDirectory));
        Collections.reverse(logs);
        for (LogFile log : logs) {
            disk.delete(log.path());
        }
        disk.forceDirectory(logDirectory);
    }

    /** Where a record ends. */
    private record Place(Path file, long end) {}

    private Place find(long zxid, long afterZxid) throws IOException {
        try (TxnLogReader reader = TxnLogReader.following(disk, logDirectory, afterZxid)) {
            while (reader.next()) {
                if (reader.zxid() == zxid) {
                    return new Place(reader.file(), reader.offset() + LogFormat.FRAME_BYTES + reader.payload().length);
                }
            }
        }
        return null;
    }

    private void cut(long zxid, Place place) throws IOException {
        List<LogFile> logs = new ArrayList<>(LogFile.list(disk, logDirectory));
        Collections.reverse(logs);
        for (LogFile log : logs) {
            if (log.zxid() > zxid) {
                disk.delete(log.path());
                disk.forceDirectory(logDirectory);
            }
        }
        if (place != null && disk.exists(place.file)) {
            try (DiskFile file = disk.edit(place.file)) {
                file.truncate(place.end);
                file.force();
            }
        } else if (place == null) {
            cutBehindSnapshot(zxid);
        }
    }

    /** The snapshot is the end: a log file that begins before it may go on behind it. */
    private void cutBehindSnapshot(long zxid) throws IOException {
        for (LogFile log : LogFile.list(disk, logDirectory)) {
            long end = LogFormat.HEADER_BYTES;
            try (LogFileReader reader = new LogFileReader(disk, log, Long.MAX_VALUE)) {
                while (reader.next() && reader.zxid() <= zxid) {
                    end = reader.offset() + LogFormat.FRAME_BYTES + reader.payload().length;
                }
            }
            try (DiskFile file = disk.edit(log.path())) {
                if (file.size() > end) {
                    file.truncate(end);
                    file.force();
                }
            }
        }
    }
}
