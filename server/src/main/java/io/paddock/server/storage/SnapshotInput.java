package io.paddock.server.storage;

import io.paddock.common.Acl;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Adler32;

/**
 * The bytes of a snapshot on their way in: a window on the stream that holds whole records, and the checksum of all that
 * was passed. Used by one thread.
 */
final class SnapshotInput {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int ACL_BYTES_MAX = 1 << 30;

    /** What a record may take of the memory, unless somebody knows better. */
    static final long HELD_BYTES_MAX = Runtime.getRuntime().maxMemory() / 8;

    private final InputStream in;
    private final long recordBytesMax;
    private final Adler32 adler = new Adler32();
    private final WireInput record = new WireInput(new byte[0]);
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int filled;

    /** Bytes before this index are in the checksum. */
    private int summed;

    /** Where in the stream the buffer starts, for messages. */
    private long bufferStart;

    SnapshotInput(InputStream in) {
        this(in, HELD_BYTES_MAX);
    }

    /** @param recordBytesMax a longer znode or ACL is damage: its length would be believed with the memory of the process */
    SnapshotInput(InputStream in, long recordBytesMax) {
        this.in = in;
        this.recordBytesMax = recordBytesMax;
    }

    /** The window: its bytes are valid until the next call that reads. */
    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    long streamPosition() {
        return bufferStart + position;
    }

    void skip(int count) {
        position += count;
    }

    int peekInt32(int ahead) {
        return (int) INT.get(buffer, position + ahead);
    }

    long peekInt64(int ahead) {
        return (long) LONG.get(buffer, position + ahead);
    }

    int int32() throws IOException {
        need(4);
        int value = peekInt32(0);
        position += 4;
        return value;
    }

    long int64() throws IOException {
        need(8);
        long value = peekInt64(0);
        position += 8;
        return value;
    }

    /** An ACL, whole. Its length is not written in front of it, so it is measured first. */
    List<Acl> acl() throws IOException {
        need(4);
        int count = peekInt32(0);
        if (count < 0) {
            throw new DamagedSnapshot("an ACL has " + count + " entries, at byte " + streamPosition());
        }
        int length = 4;
        for (int i = 0; i < count; i++) {
            length += 4;
            for (int part = 0; part < 2; part++) {
                need(length + 4);
                int bytes = peekInt32(length);
                if (bytes < -1 || bytes > ACL_BYTES_MAX - length) {
                    throw unreasonable(bytes);
                }
                length += 4 + Math.max(0, bytes);
            }
        }
        need(length);
        record.reset(buffer, position, position + length);
        position += length;
        try {
            return Acl.readList(record);
        } catch (MalformedRecord e) {
            throw new DamagedSnapshot("an ACL cannot be read: " + e.getMessage());
        }
    }

    /** The string that ends a snapshot on its way to a learner. */
    void signature() throws IOException {
        int length = SnapshotFormat.SIGNATURE.length();
        need(4 + length);
        String found = new String(buffer, position + 4, length, StandardCharsets.US_ASCII);
        if (peekInt32(0) != length || !found.equals(SnapshotFormat.SIGNATURE)) {
            throw new DamagedSnapshot("the signature at byte " + streamPosition() + " is missing");
        }
        position += 4 + length;
    }

    /** The checksum of all bytes so far, then the seal that must say the same. */
    void seal() throws IOException {
        sum();
        long computed = adler.getValue();
        need(SnapshotFormat.SEAL_BYTES);
        long found = peekInt64(0);
        if (found != computed || peekInt32(8) != 1 || buffer[position + 12] != '/') {
            throw new DamagedSnapshot("the seal at byte " + streamPosition() + " is 0x" + Long.toHexString(found)
                    + ", but the bytes before it have the checksum 0x" + Long.toHexString(computed));
        }
        position += SnapshotFormat.SEAL_BYTES;
    }

    /** How many bytes are left, up to a number that fits the buffer. */
    int remainingUpTo(int most) throws IOException {
        fill(most);
        return Math.min(most, filled - position);
    }

    /** Has this many bytes from the position on in the buffer. */
    void need(int count) throws IOException {
        if (count > filled - position) {
            if (count > recordBytesMax) {
                throw unreasonable(count);
            }
            fill(count);
            if (count > filled - position) {
                throw new DamagedSnapshot("it ends after " + (bufferStart + filled) + " bytes, within a record");
            }
        }
    }

    DamagedSnapshot unreasonable(int length) {
        return new DamagedSnapshot("Unreasonable length = " + length + " at byte " + streamPosition());
    }

    private void fill(int count) throws IOException {
        if (position > 0 && count > buffer.length - position) {
            sum();
            System.arraycopy(buffer, position, buffer, 0, filled - position);
            bufferStart += position;
            filled -= position;
            position = 0;
            summed = 0;
        }
        while (filled - position < count) {
            if (filled == buffer.length) {
                // Grows with the bytes that are there, not with the length that a damaged file claims.
                buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8));
            }
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                return;
            }
            filled += read;
        }
    }

    /** What was taken from the stream and not passed. */
    byte[] unread() {
        return Arrays.copyOfRange(buffer, position, filled);
    }

    private void sum() {
        adler.update(buffer, summed, position - summed);
        summed = position;
    }
}
