package io.paddock.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes snapshots and logs that recovery will not need (storage, section 12). Only snapshots that were read to their
 * last seal count, so that as many usable ones remain as were asked for; of the log, everything from the oldest of them
 * on remains. A snapshot that is just being written has another kind of name and is not touched.
 *
 * <p>Owned by the snapshot thread, or by the purge command while no server runs.
 */
public final class Retention {

    /** Fewer snapshots are never kept. */
    public static final int KEEP_MIN = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Disk disk;
    private final Path snapDirectory;
    private final Path logDirectory;

    public Retention(Disk disk, Path snapDirectory, Path logDirectory) {
        this.disk = disk;
        this.snapDirectory = snapDirectory;
        this.logDirectory = logDirectory;
    }

    /** The files that {@link #purge} would remove: snapshots, then logs. Reads the snapshots that are to stay. */
    public List<Path> removable(int keep) throws IOException {
        if (keep < KEEP_MIN) {
            throw new IllegalArgumentException("count should be greater than or equal to " + KEEP_MIN);
        }
        long oldestKept = oldestKept(keep);
        if (oldestKept < 0) {
            return List.of();
        }
        List<Path> removable = new ArrayList<>();
        for (String name : disk.list(snapDirectory)) {
            if (name.startsWith(SnapshotFile.PREFIX) && FileName.of(name).zxid() < oldestKept) {
                removable.add(snapDirectory.resolve(name));
            }
        }
        long firstLog = firstLogNeeded(oldestKept);
        for (String name : disk.list(logDirectory)) {
            if (name.startsWith(LogFile.PREFIX) && FileName.of(name).zxid() < firstLog) {
                removable.add(logDirectory.resolve(name));
            }
        }
        return removable;
    }

    /**
     * Keeps the newest usable snapshots and what recovery from the oldest of them needs, and removes the rest.
     *
     * @param keep how many snapshots; at least {@link #KEEP_MIN}
     */
    public List<Path> purge(int keep) throws IOException {
        List<Path> removable = removable(keep);
        for (Path file : removable) {
            LOG.info("Removing file: {}", file);
            disk.delete(file);
        }
        if (!removable.isEmpty()) {
            disk.forceDirectory(snapDirectory);
            disk.forceDirectory(logDirectory);
        }
        return removable;
    }

    /** The zxid of the oldest of the newest usable snapshots; -1 if there is none. */
    private long oldestKept(int keep) throws IOException {
        Set<Long> usable = new LinkedHashSet<>();
        long oldest = -1;
        for (SnapshotFile snapshot : SnapshotFile.list(disk, snapDirectory)) {
            if (usable.size() == keep) {
                break;
            }
            if (isUsable(snapshot)) {
                usable.add(snapshot.zxid());
                oldest = snapshot.zxid();
            }
        }
        return oldest;
    }

    private boolean isUsable(SnapshotFile snapshot) throws IOException {
        if (!snapshot.looksComplete(disk)) {
            return false;
        }
        try {
            SnapshotReader.check(disk, snapshot);
            return true;
        } catch (IOException e) {
            LOG.warn("{} does not count as a snapshot to keep: {}", snapshot.path(), e.getMessage());
            return false;
        }
    }

    /** The log that was being written when the snapshot began holds, or is followed by, all that comes after it. */
    private long firstLogNeeded(long snapshotZxid) throws IOException {
        long first = 0;
        for (LogFile log : LogFile.list(disk, logDirectory)) {
            if (log.zxid() <= snapshotZxid) {
                first = log.zxid();
            }
        }
        return first;
    }
}
