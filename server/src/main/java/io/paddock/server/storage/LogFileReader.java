package io.paddock.server.storage;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * Reads the records of one log file, and tells how the file ends. Judges nothing: what an end means depends on the other
 * files, which {@link TxnLogReader} knows. Used by one thread.
 */
final class LogFileReader implements Closeable {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int BUFFER_BYTES = 256 << 10;

    private final LogFile log;
    private final DiskFile file;
    private final long size;
    private final long recordBytesMax;
    private final Adler32 adler = new Adler32();

    /** A window of the file: {@code filled} bytes from position {@code bufferStart} on. */
    private byte[] buffer;

    private long bufferStart;
    private int filled;

    /** The record last returned, and the one behind it. */
    private long offset;

    private long nextOffset = LogFormat.HEADER_BYTES;
    private int payloadBytes;
    private long zxid;
    private LogFileEnd end;

    /** What {@link #sum} found. */
    private long summed;

    private byte summedMark;

    /** @param recordBytesMax a longer record is believed only if it is there and its checksum is right */
    LogFileReader(Disk disk, LogFile log, long recordBytesMax) throws IOException {
        this.log = log;
        this.recordBytesMax = recordBytesMax;
        file = disk.read(log.path());
        size = file.size();
        buffer = new byte[(int) Math.max(64, Math.min(BUFFER_BYTES, size))];
    }

    /** Goes to the next record; false at the {@link #end}. */
    boolean next() throws IOException {
        if (end == null && nextOffset == LogFormat.HEADER_BYTES) {
            end = headerProblem();
        }
        if (end == null) {
            end = readRecord();
        }
        return end == null;
    }

    /** Why {@link #next} returned false. */
    LogFileEnd end() {
        return end;
    }

    LogFile log() {
        return log;
    }

    long offset() {
        return offset;
    }

    long zxid() {
        return zxid;
    }

    int type() {
        return (int) INT.get(buffer, payloadStart() + LogFormat.TYPE_OFFSET);
    }

    byte[] payload() {
        return Arrays.copyOfRange(buffer, payloadStart(), payloadStart() + payloadBytes);
    }

    boolean payloadEquals(LogFileReader other) {
        return Arrays.equals(
                buffer,
                payloadStart(),
                payloadStart() + payloadBytes,
                other.buffer,
                other.payloadStart(),
                other.payloadStart() + other.payloadBytes);
    }

    /** The first whole record behind a bad place, or null. */
    record Found(long offset, long zxid) {}

    /**
     * Looks at every byte behind the end for the start of a record whose checksum is right and whose zxid is higher.
     * Anything that it finds was written, and may have been acknowledged, after what is unreadable.
     */
    Found findRecordBehindEnd(long lastZxid) throws IOException {
        if (end.complete()) {
            return null;
        }
        long from = end.kind() == LogFileEnd.Kind.MAGIC || end.hollow() ? 0 : end.offset() + 1;
        for (long at = from; at + LogFormat.FRAME_BYTES + LogFormat.TXN_HEADER_BYTES <= size; at++) {
            need(at, LogFormat.PREFIX_BYTES + LogFormat.TXN_HEADER_BYTES);
            int index = (int) (at - bufferStart);
            long checksum = (long) LONG.get(buffer, index);
            int length = (int) INT.get(buffer, index + 8);
            if (checksum >>> 32 != 0
                    || length < LogFormat.TXN_HEADER_BYTES
                    || length > size - at - LogFormat.FRAME_BYTES) {
                continue;
            }
            long candidateZxid = (long) LONG.get(buffer, index + LogFormat.PREFIX_BYTES + LogFormat.ZXID_OFFSET);
            if (candidateZxid > lastZxid && isRecord(at, checksum, length)) {
                return new Found(at, candidateZxid);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private LogFileEnd headerProblem() throws IOException {
        if (size < LogFormat.HEADER_BYTES) {
            return new LogFileEnd(
                    LogFileEnd.Kind.NO_HEADER, 0, "the file has " + size + " bytes, less than a header", true);
        }
        need(0, LogFormat.HEADER_BYTES);
        int magic = (int) INT.get(buffer, 0);
        if (magic == LogFormat.MAGIC) {
            return null;
        }
        if (magic == 0 && zerosFrom(0)) {
            return new LogFileEnd(LogFileEnd.Kind.BLANK, 0, "all " + size + " bytes are zero", true);
        }
        return new LogFileEnd(
                LogFileEnd.Kind.MAGIC,
                0,
                "it has invalid magic number 0x" + Integer.toHexString(magic) + " instead of 0x"
                        + Integer.toHexString(LogFormat.MAGIC),
                false);
    }

    private LogFileEnd readRecord() throws IOException {
        long at = nextOffset;
        long left = size - at;
        if (left < LogFormat.PREFIX_BYTES) {
            return zerosFrom(at)
                    ? new LogFileEnd(LogFileEnd.Kind.CLEAN, at, "", true)
                    : torn(at, "the file ends after " + left + " bytes of a record");
        }
        need(at, LogFormat.PREFIX_BYTES);
        long checksum = (long) LONG.get(buffer, (int) (at - bufferStart));
        int length = (int) INT.get(buffer, (int) (at - bufferStart) + 8);
        if (length == 0) {
            return zerosFrom(at)
                    ? new LogFileEnd(LogFileEnd.Kind.PADDING, at, "", true)
                    : torn(at, "the length of a record is 0, and what follows is not only zeros");
        }
        if (length < 0) {
            return unreasonable(at, length);
        }
        if (length + 1L > left - LogFormat.PREFIX_BYTES) {
            return length > recordBytesMax
                    ? unreasonable(at, length)
                    : torn(at, "a record of " + length + " bytes began, and the file ends before it does");
        }
        sum(at, length);
        if (summedMark != LogFormat.END_MARK || summed != checksum) {
            return length > recordBytesMax ? unreasonable(at, length) : mismatch(at, length, checksum);
        }
        need(at, LogFormat.FRAME_BYTES + length);
        int start = (int) (at - bufferStart) + LogFormat.PREFIX_BYTES;
        if (length < LogFormat.TXN_HEADER_BYTES) {
            return new LogFileEnd(
                    LogFileEnd.Kind.PAYLOAD,
                    at,
                    "a record of " + length + " bytes is too short to be a transaction",
                    false);
        }
        offset = at;
        payloadBytes = length;
        nextOffset = at + LogFormat.FRAME_BYTES + length;
        zxid = (long) LONG.get(buffer, start + LogFormat.ZXID_OFFSET);
        return null;
    }

    private LogFileEnd mismatch(long at, int length, long checksum) throws IOException {
        if (summedMark != LogFormat.END_MARK) {
            String found = hex(summedMark & 0xff);
            return torn(at, "the end mark of a record of " + length + " bytes is " + found + ", expected 0x42");
        }
        return new LogFileEnd(
                LogFileEnd.Kind.CHECKSUM,
                at,
                "the checksum of a record of " + length + " bytes is " + hex(checksum) + ", but its content has "
                        + hex(summed),
                zerosFrom(at + LogFormat.FRAME_BYTES + length));
    }

    private static LogFileEnd torn(long at, String detail) {
        return new LogFileEnd(LogFileEnd.Kind.TORN, at, detail, false);
    }

    private static LogFileEnd unreasonable(long at, int length) {
        return new LogFileEnd(LogFileEnd.Kind.LENGTH, at, "Unreasonable length = " + length, false);
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private boolean isRecord(long at, long checksum, int length) throws IOException {
        sum(at, length);
        return summedMark == LogFormat.END_MARK && summed == checksum;
    }

    /** The checksum of a payload, and the mark behind it. No more is held in memory than the window, whatever the length. */
    private void sum(long at, int length) throws IOException {
        adler.reset();
        long position = at + LogFormat.PREFIX_BYTES;
        long end = position + length;
        if ((long) LogFormat.FRAME_BYTES + length <= buffer.length) {
            need(at, LogFormat.FRAME_BYTES + length);
            adler.update(buffer, (int) (position - bufferStart), length);
        } else {
            while (position < end) {
                need(position, 1);
                int index = (int) (position - bufferStart);
                int count = (int) Math.min(filled - index, end - position);
                adler.update(buffer, index, count);
                position += count;
            }
        }
        need(end, 1);
        summed = adler.getValue();
        summedMark = buffer[(int) (end - bufferStart)];
    }

    private boolean zerosFrom(long position) throws IOException {
        byte[] zeros = new byte[8 << 10];
        for (long at = position; at < size; ) {
            need(at, 1);
            int index = (int) (at - bufferStart);
            int count = Math.min(filled - index, zeros.length);
            if (!Arrays.equals(buffer, index, index + count, zeros, 0, count)) {
                return false;
            }
            at += count;
        }
        return true;
    }

    private int payloadStart() {
        return (int) (offset - bufferStart) + LogFormat.PREFIX_BYTES;
    }

    /** Has these bytes of the file in the buffer. */
    private void need(long position, int count) throws IOException {
        if (position >= bufferStart && position + count <= bufferStart + filled) {
            return;
        }
        if (count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(count, (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8)));
        }
        int kept = 0;
        if (position >= bufferStart && position < bufferStart + filled) {
            int index = (int) (position - bufferStart);
            kept = filled - index;
            System.arraycopy(buffer, index, buffer, 0, kept);
        }
        bufferStart = position;
        filled = kept;
        while (filled < buffer.length) {
            int read = file.read(position + filled, ByteBuffer.wrap(buffer, filled, buffer.length - filled));
            if (read <= 0) {
                break;
            }
            filled += read;
        }
        if (filled < count) {
            throw new IOException("reading " + log.path() + " at byte " + position + " ended early: the file shrank");
        }
    }
}
