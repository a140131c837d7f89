package io.paddock.common.wire;

import io.paddock.common.Path;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Reads big-endian primitives from a range of a byte array. Every read checks its bounds and throws {@link
 * MalformedRecord}; nothing is allocated for a length that the range does not hold.
 */
public final class WireInput {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final char REPLACEMENT = '\ufffd';

    private byte[] bytes;
    private int position;
    private int limit;

    public WireInput(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public WireInput(byte[] bytes, int from, int to) {
        reset(bytes, from, to);
    }

    /** Another reader of what is left of this range. */
    public WireInput copy() {
        return new WireInput(bytes, position, limit);
    }

    /** Reads from another range from now on. */
    public void reset(byte[] newBytes, int from, int to) {
        bytes = newBytes;
        position = from;
        limit = to;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return limit - position;
    }

    public byte int8() {
        need(1);
        return bytes[position++];
    }

    public boolean bool() {
        return int8() != 0;
    }

    public int int32() {
        need(4);
        int value = (int) INT.get(bytes, position);
        position += 4;
        return value;
    }

    public long int64() {
        need(8);
        long value = (long) LONG.get(bytes, position);
        position += 8;
        return value;
    }

    /** A copy of a length-prefixed buffer; null for length -1. */
    public byte[] buffer() {
        int length = length("buffer");
        if (length < 0) {
            return null;
        }
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    /**
     * A string; null for length -1. A character beyond U+FFFF may also have the form of two surrogates of three bytes each
     * (specification, storage 1); what else is malformed becomes U+FFFD.
     */
    public String string() {
        int length = length("string");
        if (length < 0) {
            return null;
        }
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        if (value.indexOf(REPLACEMENT) >= 0) {
            value = Surrogates.decode(bytes, position, length);
        }
        position += length;
        return value;
    }

    /** A string that names a znode; null for length -1. */
    public Path path() {
        byte[] utf8 = buffer();
        return utf8 == null ? null : Path.ofUtf8(utf8);
    }

    /** An unmodifiable list; null for count -1, empty for any other negative count. */
    public <T> List<T> vector(Function<WireInput, T> element) {
        int count = int32();
        if (count == -1) {
            return null;
        }
        if (count <= 0) {
            return List.of();
        }
        List<T> list = new ArrayList<>(Math.min(count, remaining() / 4 + 1));
        for (int i = 0; i < count; i++) {
            list.add(element.apply(this));
        }
        return Collections.unmodifiableList(list);
    }

    /** True, and passes over them, if these bytes come next. */
    public boolean skipIf(byte[] expected) {
        int end = position + expected.length;
        if (expected.length > remaining() || !Arrays.equals(bytes, position, end, expected, 0, expected.length)) {
            return false;
        }
        position = end;
        return true;
    }

    public void skip(int count) {
        need(count);
        position += count;
    }

    private int length(String what) {
        int length = int32();
        if (length < -1 || length > remaining()) {
            throw new MalformedRecord("the length of a " + what + " is " + length + ", with " + remaining()
                    + " bytes left in the record");
        }
        return length;
    }

    private void need(int count) {
        if (count < 0 || count > limit - position) {
            throw new MalformedRecord("the record ends " + (count - remaining()) + " bytes early");
        }
    }
}
