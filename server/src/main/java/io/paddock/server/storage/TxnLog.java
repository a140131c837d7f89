package io.paddock.server.storage;

import io.paddock.common.Zxid;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.zip.Adler32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction log, for appending. Records wait in memory until {@link #force}, which writes all of them at once and
 * returns when they are on disk: only then may they be acknowledged.
 *
 * <p>Why a forced record is found again (the reader's half is in {@link TxnLogReader}):
 *
 * <ol>
 *   <li>A file begins with a header and real zeros, forced together with its name before the first record. So no record
 *       lies in a file without a name or behind a missing header.
 *   <li>Zeros are written, not reserved, a step ahead of the records. So a force changes no metadata except once per
 *       step, and what lies behind the last record reads as zeros.
 *   <li>A file that holds a record is never opened for writing again after a roll or a restart.
 *   <li>After any failure this object refuses everything. A second force of the same file would prove nothing.
 * </ol>
 *
 * <p>Owned by the log thread.
 */
public final class TxnLog implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TxnLog.class);

    /** Zeros are written in steps of this size: large enough to be rare, small enough not to be felt. */
    static final int PREALLOCATION_STEP_BYTES = 1 << 20;

    /** A batch that outgrows this is written before it is forced. */
    static final int BUFFER_BYTES_MAX = 4 << 20;

    private static final int BUFFER_BYTES_MIN = 64 << 10;

    private final Disk disk;
    private final Path directory;
    private final TxnLogOptions options;
    private final TxnLogListener listener;
    private final LongSupplier nanoClock;
    private final int zeroStep;
    private final ByteBuffer zeros;
    private final Adler32 adler = new Adler32();

    /** Records that are not written yet. */
    private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES_MIN);

    private DiskFile file;
    private Path path;

    /** Where the next write goes: the end of the records that are written. */
    private long written;

    /** The size of the file: records and zeros. */
    private long allocated;

    /** The next record with a higher zxid opens a new file. */
    private boolean rollPending;

    /** Highest zxid that was appended. Never goes back. */
    private long lastZxid;

    /** Highest zxid that is on disk. Never goes back, never ahead of {@link #lastZxid}. */
    private long forcedZxid;

    private long unforcedRecords;
    private long records;
    private long bytesOfClosedFiles;
    private StorageFailure failure;

    /** @param lastZxid the end of the history on disk, as {@link Recovery} found it */
    public TxnLog(Disk disk, Path directory, long lastZxid, TxnLogOptions options, TxnLogListener listener) {
        this(disk, directory, lastZxid, options, listener, System::nanoTime);
    }

    TxnLog(
            Disk disk,
            Path directory,
            long lastZxid,
            TxnLogOptions options,
            TxnLogListener listener,
            LongSupplier nanoClock) {
        this.disk = disk;
        this.directory = directory;
        this.lastZxid = lastZxid;
        this.forcedZxid = lastZxid;
        this.options = options;
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.zeroStep = (int) Math.max(0, Math.min(PREALLOCATION_STEP_BYTES, options.preAllocBytes()));
        this.zeros = ByteBuffer.allocateDirect(zeroStep);
    }

    /**
     * Takes a record into the current batch. It is neither written nor durable yet.
     *
     * @param payload the encoded transaction; not kept
     */
    public void append(long zxid, byte[] payload) {
        needSound();
        if (zxid < lastZxid) {
            throw new IllegalArgumentException("transaction " + Zxid.toHex(zxid) + " was to be logged after "
                    + Zxid.toHex(lastZxid) + ": a log never goes back");
        }
        try {
            if (file == null || rollPending && zxid > lastZxid) {
                force(); // A repetition of the last zxid may have come after the roll.
                open(zxid);
            }
            reserve(LogFormat.FRAME_BYTES + payload.length);
        } catch (IOException e) {
            throw fail("writing to", e);
        }
        adler.reset();
        adler.update(payload);
        buffer.putLong(adler.getValue()).putInt(payload.length).put(payload).put(LogFormat.END_MARK);
        lastZxid = zxid;
        records++;
        unforcedRecords++;
    }

    /** Returns when all that was appended is on disk. Does nothing if nothing was appended since the last call. */
    public void force() {
        needSound();
        if (unforcedRecords == 0) {
            return;
        }
        try {
            write();
            long startNanos = nanoClock.getAsLong();
            if (options.forceSync()) {
                file.force();
            }
            long tookNanos = nanoClock.getAsLong() - startNanos;
            forcedZxid = lastZxid;
            listener.forced(unforcedRecords, tookNanos);
            unforcedRecords = 0;
            reportIfSlow(tookNanos / 1_000_000);
        } catch (IOException e) {
            throw fail("forcing", e);
        }
        if (options.sizeLimitBytes() > 0 && allocated > options.sizeLimitBytes()) {
            rollPending = true;
        }
    }

    /**
     * Ends the current file, because a snapshot is about to be taken: what was appended is forced, and the next record
     * opens a new file. {@link #recordsSinceRoll} and {@link #bytesSinceRoll} count from here.
     */
    public void roll() {
        force();
        rollPending = true;
        records = 0;
        bytesOfClosedFiles = file == null ? 0 : -allocated;
    }

    /** Records appended since the last {@link #roll}. */
    public long recordsSinceRoll() {
        return records;
    }

    /** Bytes of the files written since the last {@link #roll}, zeros behind the records included. */
    public long bytesSinceRoll() {
        return file == null ? 0 : bytesOfClosedFiles + allocated;
    }

    /** Highest zxid that was appended, durable or not. */
    public long lastZxid() {
        return lastZxid;
    }

    /** Highest zxid that is on disk. */
    public long forcedZxid() {
        return forcedZxid;
    }

    /** Forces what was appended, unless writing failed before, and closes the file. */
    @Override
    public void close() {
        try {
            if (failure == null) {
                force();
            }
        } finally {
            closeFile();
        }
    }

    private void open(long zxid) throws IOException {
        LogFile log = LogFile.in(directory, zxid);
        if (file != null) {
            bytesOfClosedFiles += allocated;
            closeFile();
        }
        path = log.path();
        removeHollow(log);
        LOG.info("Creating new log file: {}", path.getFileName());
        file = disk.create(path);
        file.write(0, LogFormat.header());
        written = LogFormat.HEADER_BYTES;
        allocated = LogFormat.HEADER_BYTES;
        extend();
        if (options.forceSync()) {
            file.force();
            disk.forceDirectory(directory);
        }
        rollPending = false;
        listener.created(path);
    }

    /** A file of this name may be left from a start that ended before its first record. */
    private void removeHollow(LogFile log) throws IOException {
        if (!disk.exists(log.path())) {
            return;
        }
        try (LogFileReader reader = new LogFileReader(disk, log, Long.MAX_VALUE)) {
            if (reader.next() || reader.findRecordBehindEnd(log.zxid() - 1) != null) {
                throw new StorageFailure(
                        "The transaction log " + log.path() + " exists and holds records; it was to be made new for"
                                + " transaction " + Zxid.toHex(log.zxid()) + ".\n"
                                + "  This server stopped rather than overwrite them.\n"
                                + "  Another server may be working in this directory, or the file was copied there:"
                                + " keep a copy of the directory, then find out where the file comes from.",
                        null);
            }
        }
        disk.delete(log.path());
    }

    private void reserve(int count) throws IOException {
        if (count <= buffer.remaining()) {
            return;
        }
        if (buffer.position() + (long) count > BUFFER_BYTES_MAX) {
            write();
        }
        if (count > buffer.remaining()) {
            int wanted = buffer.position() + count;
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(wanted, Math.min(2 * wanted, BUFFER_BYTES_MAX)));
            buffer = larger.put(buffer.flip());
        }
    }

    private void write() throws IOException {
        buffer.flip();
        int count = buffer.remaining();
        file.write(written, buffer);
        buffer.clear();
        written += count;
        allocated = Math.max(allocated, written);
        if (zeroStep > 0 && allocated - written < zeroStep / 4) {
            extend();
        }
    }

    private void extend() throws IOException {
        if (zeroStep > 0) {
            file.write(allocated, zeros.clear());
            allocated += zeroStep;
        }
    }

    private void reportIfSlow(long tookMs) {
        if (tookMs > options.slowForceMs()) {
            listener.slowForce(path, tookMs, allocated);
        }
    }

    private void closeFile() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn(
                        "Closing {} failed: {}. All that was acknowledged had been forced before.", path, e.toString());
            }
            file = null;
        }
    }

    private void needSound() {
        if (failure != null) {
            throw failure;
        }
    }

    private StorageFailure fail(String what, IOException cause) {
        failure = new StorageFailure(
                "The transaction log " + path + " cannot be used any more: " + what + " it failed: "
                        + cause.getMessage()
                        + ".\n  Transactions up to " + Zxid.toHex(forcedZxid)
                        + " are on disk. Later ones were not acknowledged by this server.\n"
                        + "  This server stops. Check the disk and its free space (" + directory
                        + "), then start it again.",
                cause);
        return failure;
    }
}
