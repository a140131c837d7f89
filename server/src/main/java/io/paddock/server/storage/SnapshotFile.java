package io.paddock.server.storage;

import io.paddock.common.Zxid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The name of a snapshot: {@code snapshot.<hex zxid>}, and {@code .gz} or {@code .snappy} if it is packed. The zxid in
 * the name is what counts: the file shows at least all transactions up to it.
 */
record SnapshotFile(Path path, long zxid, Compression compression) implements Comparable<SnapshotFile> {

    static final String PREFIX = "snapshot.";

    /** How an unpacked snapshot ends: the string "/" behind its last seal. */
    private static final byte[] TAIL = {0, 0, 0, 1, '/'};

    static SnapshotFile in(Path directory, long zxid, Compression compression) {
        String name = PREFIX + Long.toHexString(zxid) + compression.suffix();
        return new SnapshotFile(directory.resolve(name), zxid, compression);
    }

    /** All snapshots of a directory, newest first. */
    static List<SnapshotFile> list(Disk disk, Path directory) throws IOException {
        List<SnapshotFile> snapshots = new ArrayList<>();
        for (String name : disk.list(directory)) {
            FileName parsed = FileName.of(name);
            if (parsed.names("snapshot")) {
                Compression compression = parsed.parts() > 2 ? Compression.of(parsed.last()) : Compression.NONE;
                snapshots.add(new SnapshotFile(directory.resolve(name), parsed.zxid(), compression));
            }
        }
        snapshots.sort(null);
        return snapshots;
    }

    /** The cheap test (storage, section 5.3): a file that fails it was never finished. */
    boolean looksComplete(Disk disk) throws IOException {
        if (disk.size(path) < 10) {
            return false;
        }
        byte[] expected = compression == Compression.NONE ? TAIL : compression.magic();
        ByteBuffer found = ByteBuffer.allocate(expected.length);
        try (DiskFile file = disk.read(path)) {
            long position = compression == Compression.NONE ? file.size() - TAIL.length : 0;
            while (found.hasRemaining() && file.read(position + found.position(), found) > 0) {}
        }
        return Arrays.equals(found.array(), expected);
    }

    /**
     * True if the history held the zxid of the name before the file could have this name, finished or not. A new leader
     * takes its snapshot at the beginning of an epoch, where there is no transaction; a name that ends in {@code .tmp} is
     * of a state that was still being received (storage, sections 5.4 and 5.6).
     */
    boolean provesItsZxid() {
        return Zxid.counter(zxid) != 0 && !name().endsWith(".tmp");
    }

    InputStream open(Disk disk) throws IOException {
        DiskFile file = disk.read(path);
        try {
            return compression.unpacking(new DiskInputStream(file));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    @Override
    public int compareTo(SnapshotFile other) {
        int newestFirst = Long.compare(other.zxid, zxid);
        return newestFirst != 0 ? newestFirst : path.compareTo(other.path);
    }
}
