package io.paddock.server.storage;

import io.paddock.common.Zxid;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the history in a directory of transaction logs from a position on, across its files, and accepts no hole.
 *
 * <p>What counts as a hole (storage, section 4.6; the writer's half is in {@link TxnLog}):
 *
 * <ol>
 *   <li>A record that is damaged or cut off is the <em>torn tail</em> of a crash only if nothing was written after it:
 *       no valid record behind it in its file, and the next file continues right where it stands. Otherwise it was
 *       acknowledged, perhaps, and its loss is damage.
 *   <li>A wrong checksum is a torn tail only at the very end of the newest file with zeros behind it. A length or a
 *       header that was never written by anyone is always damage.
 *   <li>Within one epoch each zxid follows its predecessor; an epoch starts with counter 1. An error may repeat the
 *       zxid before it (hazard H5). A lower zxid must repeat, byte for byte, what an earlier file holds, and is skipped.
 *   <li>An unused file (no header) is passed over: if records are missing because of it, rule 3 finds out.
 * </ol>
 *
 * <p>There are two readers. {@link #recovering} reads a log that nobody writes, follows all rules, and afterwards knows
 * what must be {@linkplain #repairs repaired} so that a crash can be told from damage the next time, too. {@link
 * #following} may run while the newest file is written: there, any end is just the end.
 *
 * <p>Used by one thread.
 */
public final class TxnLogReader implements Closeable {

    /** What is left of a crash, to be removed before the log is written again. */
    record Repairs(List<Cut> cuts, List<Path> unused) {
        record Cut(Path file, long size, String why) {}
    }

    /** A file that ended in a torn record, with no record seen behind it so far. */
    private record Tear(LogFile log, LogFileEnd end) {}

    private final Disk disk;
    private final List<LogFile> logs;
    private final long afterZxid;
    private final long recordBytesMax;
    private final boolean recovering;

    private final List<Tear> tears = new ArrayList<>();
    private final List<Path> unused = new ArrayList<>();

    private int nextLog;
    private LogFileReader current;

    /** The end of the history so far: covered by the snapshot, or read. Never goes back. */
    private long lastZxid;

    /** Repeats the earlier files while the current one overlaps them; null while it does not. */
    private EarlierRecords earlier;

    private Path newestWithRecords;

    private TxnLogReader(Disk disk, Path directory, long afterZxid, long recordBytesMax, boolean recovering)
            throws IOException {
        this.disk = disk;
        this.afterZxid = afterZxid;
        this.lastZxid = afterZxid;
        this.recordBytesMax = recordBytesMax;
        this.recovering = recovering;
        this.logs = from(LogFile.list(disk, directory), afterZxid + 1);
    }

    /**
     * Reads what follows a snapshot. Nobody writes the log meanwhile.
     *
     * @param afterZxid the zxid of the snapshot: the first record must be its successor
     * @param recordBytesMax a longer record is believed only if it is whole
     */
    public static TxnLogReader recovering(Disk disk, Path directory, long afterZxid, long recordBytesMax)
            throws IOException {
        return new TxnLogReader(disk, directory, afterZxid, recordBytesMax, true);
    }

    /**
     * Reads what follows a transaction while the log is written. The first record that it gives is the successor, or
     * there is none; a hole is reported as damage.
     */
    public static TxnLogReader following(Disk disk, Path directory, long afterZxid) throws IOException {
        return new TxnLogReader(disk, directory, afterZxid, Long.MAX_VALUE, false);
    }

    /** Goes to the next record; false at the end of the history. */
    public boolean next() throws IOException {
        while (true) {
            if (current == null && !openNext()) {
                return false;
            }
            if (current.next()) {
                if (accept()) {
                    return true;
                }
            } else {
                LogFileReader done = current;
                current = null;
                earlier = closed(earlier);
                try (done) {
                    onEnd(done);
                }
            }
        }
    }

    public long zxid() {
        return current.zxid();
    }

    /** A copy of the record's payload. */
    public byte[] payload() {
        return current.payload();
    }

    /** Where the record stands, for messages. */
    public Path file() {
        return current.log().path();
    }

    public long offset() {
        return current.offset();
    }

    /** The end of the history that was read, or the zxid that it was to start after. */
    public long lastZxid() {
        return lastZxid;
    }

    /** The last file that holds a record, or null: it may hold some that nobody has forced yet. */
    Path newestWithRecords() {
        return newestWithRecords;
    }

    /** To be asked at the end. */
    Repairs repairs() {
        List<Repairs.Cut> cuts = new ArrayList<>();
        for (Tear tear : tears) {
            cuts.add(new Repairs.Cut(
                    tear.log.path(), Math.max(LogFormat.HEADER_BYTES, tear.end.offset()), tear.end.detail()));
        }
        return new Repairs(cuts, List.copyOf(unused));
    }

    @Override
    public void close() throws IOException {
        earlier = closed(earlier);
        if (current != null) {
            current.close();
            current = null;
        }
    }

    /** All files with this zxid in their name or a later one, and the one before them (storage, section 4.8). */
    private static List<LogFile> from(List<LogFile> all, long zxid) {
        int first = 0;
        while (first < all.size() && all.get(first).zxid() < zxid) {
            first++;
        }
        long start = first == 0 ? zxid : all.get(first - 1).zxid();
        return all.stream().filter(log -> log.zxid() >= start).toList();
    }

    private boolean openNext() throws IOException {
        if (nextLog == logs.size()) {
            return false;
        }
        LogFile log = logs.get(nextLog++);
        if (recovering) {
            refuseIfNotNext(log.zxid(), log, 0);
        }
        current = new LogFileReader(disk, log, recordBytesMax);
        return true;
    }

    /** True if the record continues the history; false if it is to be skipped. */
    private boolean accept() throws IOException {
        newestWithRecords = current.log().path();
        unused.clear();
        long zxid = current.zxid();
        if (recovering && !tears.isEmpty()) {
            settleTears(zxid);
        }
        if (zxid <= afterZxid && lastZxid == afterZxid) {
            return false;
        }
        if (follows(zxid)) {
            earlier = closed(earlier);
            lastZxid = zxid;
            return true;
        }
        if (zxid > lastZxid) {
            throw Damage.gap(current.log(), current.offset(), lastZxid, zxid);
        }
        if (zxid == lastZxid && current.type() == -1) {
            return true;
        }
        if (earlier == null) {
            earlier = new EarlierRecords(logs.subList(0, nextLog - 1));
        }
        if (!earlier.hold(current)) {
            throw Damage.backwards(current.log(), current.offset(), lastZxid, zxid);
        }
        return false;
    }

    private boolean follows(long zxid) {
        return Zxid.epoch(zxid) == Zxid.epoch(lastZxid)
                ? zxid == lastZxid + 1
                : zxid > lastZxid && Zxid.counter(zxid) == 1;
    }

    /** A record was found behind torn ones: they are harmless if it takes their place. */
    private void settleTears(long zxid) {
        refuseIfNotNext(zxid, current.log(), current.offset());
        for (Tear tear : tears) {
            if (tear.end.kind() == LogFileEnd.Kind.CHECKSUM) {
                throw Damage.inLog(
                        tear.log,
                        tear.end,
                        lastZxid,
                        "the newer log " + current.log().path().getFileName() + " holds transactions from "
                                + Zxid.toHex(zxid) + " on");
            }
        }
        tears.clear();
    }

    private void refuseIfNotNext(long zxid, LogFile where, long offset) {
        if (!tears.isEmpty() && zxid > lastZxid && !follows(zxid)) {
            Tear tear = tears.get(0);
            throw Damage.inLog(
                    tear.log,
                    tear.end,
                    lastZxid,
                    "the newer log " + where.path().getFileName() + " goes on with " + Zxid.toHex(zxid)
                            + (offset == 0 ? "" : " at byte " + offset));
        }
    }

    private void onEnd(LogFileReader reader) throws IOException {
        LogFileEnd end = reader.end();
        if (end.complete()) {
            return;
        }
        boolean newest = nextLog == logs.size();
        if (end.hollow() && (newest || end.kind() == LogFileEnd.Kind.NO_HEADER)) {
            unused.add(reader.log().path());
            return;
        }
        if (!recovering) {
            if (newest || end.kind() == LogFileEnd.Kind.TORN) {
                return;
            }
            throw Damage.inLog(reader.log(), end, lastZxid, null);
        }
        long lastGood = Math.max(lastZxid, reader.zxid());
        LogFileReader.Found found = reader.findRecordBehindEnd(lastGood);
        if (found != null) {
            throw Damage.inLog(
                    reader.log(),
                    end,
                    lastGood,
                    "the valid transaction " + Zxid.toHex(found.zxid()) + " follows at byte " + found.offset());
        }
        boolean torn =
                end.kind() == LogFileEnd.Kind.TORN || end.kind() == LogFileEnd.Kind.CHECKSUM && end.zerosBehind();
        if (!torn) {
            throw Damage.inLog(reader.log(), end, lastGood, null);
        }
        tears.add(new Tear(reader.log(), end));
    }

    private static EarlierRecords closed(EarlierRecords records) throws IOException {
        if (records != null) {
            records.close();
        }
        return null;
    }

    /** The records of the files before the current one, gone through once more beside it. */
    private final class EarlierRecords implements Closeable {
        private final List<LogFile> files;
        private int nextFile;
        private LogFileReader reader;

        EarlierRecords(List<LogFile> files) {
            this.files = files;
        }

        /** Whether the next record with this zxid is the same, byte for byte. */
        boolean hold(LogFileReader record) throws IOException {
            while (true) {
                if (reader == null) {
                    if (nextFile == files.size()) {
                        return false;
                    }
                    reader = new LogFileReader(disk, files.get(nextFile++), recordBytesMax);
                }
                if (!reader.next()) {
                    reader.close();
                    reader = null;
                } else if (reader.zxid() == record.zxid()) {
                    return reader.payloadEquals(record);
                } else if (reader.zxid() > record.zxid()) {
                    return false;
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (reader != null) {
                reader.close();
            }
        }
    }
}
