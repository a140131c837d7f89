package io.paddock.server.storage;

import io.paddock.common.Acl;
import io.paddock.common.Zxid;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.tree.TreeCapture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.Adler32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots of exactly one zxid. A file gets its name only when it is whole and forced, so that a snapshot that
 * can be seen can be read; until then its name is none that any server would look at.
 *
 * <p>An exception loses nothing: the log holds the same transactions. The owner goes on and tries again later.
 *
 * <p>Owned by the snapshot thread.
 */
public final class SnapshotWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);

    /** Begins the names of files that are being written, or were when the process ended. */
    static final String UNFINISHED = "unfinished-";

    private static final int FLUSH_BYTES = 256 << 10;

    private final Disk disk;
    private final Path directory;
    private final SnapshotOptions options;

    public SnapshotWriter(Disk disk, Path directory, SnapshotOptions options) {
        this.disk = disk;
        this.directory = directory;
        this.options = options;
    }

    /** Writes a snapshot file, named after the zxid of the capture, and returns it. Does not close the capture. */
    public Path write(TreeCapture capture) throws IOException {
        return write(capture, () -> {});
    }

    /** @param moved called now and then while bytes go to the disk */
    Path write(TreeCapture capture, Runnable moved) throws IOException {
        SnapshotFile snapshot = SnapshotFile.in(directory, capture.zxid(), options.compression());
        LOG.info("Snapshotting: {} to {}", Zxid.toHex(capture.zxid()), snapshot.path());
        long startNanos = System.nanoTime();
        removeUnfinished();
        Path unfinished = directory.resolve(UNFINISHED + snapshot.name());
        try {
            try (OutputStream file = new DiskOutputStream(disk.create(unfinished), moved);
                    OutputStream out = options.compression().packing(file)) {
                stream(capture, options, out);
            }
            disk.rename(unfinished, snapshot.path());
            disk.forceDirectory(directory);
        } catch (IOException | RuntimeException e) {
            removeAfter(unfinished, e);
            throw e;
        }
        LOG.info("Snapshot taken in {} ms", (System.nanoTime() - startNanos) / 1_000_000);
        return snapshot.path();
    }

    /** Writes the bytes of a snapshot, not packed, as a file holds them and as a learner receives them. */
    public static void stream(TreeCapture capture, SnapshotOptions options, OutputStream out) throws IOException {
        try {
            new Stream(out).write(capture, options);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Writes what follows a SNAP packet (specification, quorum protocol 9.4): content only, and the signature. */
    public static void streamToLearner(TreeCapture capture, OutputStream out) throws IOException {
        try {
            new Stream(out).writeToLearner(capture);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void removeUnfinished() throws IOException {
        for (String name : disk.list(directory)) {
            if (name.startsWith(UNFINISHED)) {
                disk.delete(directory.resolve(name));
            }
        }
    }

    private void removeAfter(Path unfinished, Exception cause) {
        try {
            if (disk.exists(unfinished)) {
                disk.delete(unfinished);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** One pass over a capture: bytes on their way out, and the checksum of all of them. */
    private static final class Stream {
        private final OutputStream out;
        private final WireOutput buffer = new WireOutput(FLUSH_BYTES + (16 << 10));
        private final Adler32 adler = new Adler32();

        Stream(OutputStream out) {
            this.out = out;
        }

        void write(TreeCapture capture, SnapshotOptions options) throws IOException {
            buffer.int32(SnapshotFormat.MAGIC).int32(SnapshotFormat.VERSION).int64(SnapshotFormat.DBID);
            sessions(capture.sessions());
            acls(capture.acls());
            nodes(capture);
            seal();
            if (options.digest()) {
                // Before the first transaction there is none whose digest could be told: the original writes zeros.
                buffer.int64(capture.zxid()).int32(2).int64(capture.zxid() == 0 ? 0 : capture.digest());
                seal();
            }
            if (options.lastZxid()) {
                buffer.int64(capture.zxid());
                seal();
            }
            out.flush();
        }

        void writeToLearner(TreeCapture capture) throws IOException {
            sessions(capture.sessions());
            acls(capture.acls());
            nodes(capture);
            buffer.string(SnapshotFormat.SIGNATURE);
            flush();
            out.flush();
        }

        private void sessions(Map<Long, Integer> sessions) {
            buffer.int32(sessions.size());
            sessions.forEach((id, timeoutMs) -> {
                buffer.int64(id).int32(timeoutMs);
                flushIfFull();
            });
        }

        private void acls(Map<Long, List<Acl>> acls) {
            buffer.int32(acls.size());
            acls.forEach((id, list) -> {
                buffer.int64(id);
                Acl.writeList(buffer, list);
                flushIfFull();
            });
        }

        private void nodes(TreeCapture capture) {
            capture.forEach((path, pathLength, data, dataFrom, dataLength, aclId, stat) -> {
                buffer.buffer(path, 0, pathLength);
                if (dataLength < 0) {
                    buffer.int32(-1);
                } else {
                    buffer.buffer(data, dataFrom, dataLength);
                }
                buffer.int64(aclId);
                stat.write(buffer);
                flushIfFull();
            });
            buffer.string(SnapshotFormat.END);
        }

        private void seal() {
            flush();
            buffer.int64(adler.getValue()).string(SnapshotFormat.END);
            flush();
        }

        private void flushIfFull() {
            if (buffer.size() >= FLUSH_BYTES) {
                flush();
            }
        }

        private void flush() {
            adler.update(buffer.array(), 0, buffer.size());
            try {
                out.write(buffer.array(), 0, buffer.size());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            buffer.clear();
        }
    }
}
