package io.paddock.common.wire;

import io.paddock.common.Path;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes big-endian primitives to a byte array that grows. Reused by its owner: {@link #clear} keeps the array. */
public final class WireOutput {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    public WireOutput() {
        this(128);
    }

    public WireOutput(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /** The backing array: valid up to {@link #size()}, until the next write. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void clear() {
        size = 0;
    }

    /** Forgets all, and the array too if it has grown. */
    public void release() {
        bytes = new byte[128];
        size = 0;
    }

    /** Forgets what was written behind this position. */
    public void truncate(int newSize) {
        size = newSize;
    }

    public WireOutput int8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public WireOutput bool(boolean value) {
        return int8(value ? 1 : 0);
    }

    public WireOutput int32(int value) {
        reserve(4);
        INT.set(bytes, size, value);
        size += 4;
        return this;
    }

    public WireOutput int64(long value) {
        reserve(8);
        LONG.set(bytes, size, value);
        size += 8;
        return this;
    }

    /** Overwrites four bytes that were written before, usually a length. */
    public void setInt32(int at, int value) {
        INT.set(bytes, at, value);
    }

    public WireOutput raw(byte[] source) {
        return raw(source, 0, source.length);
    }

    public WireOutput raw(byte[] source, int from, int length) {
        reserve(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
        return this;
    }

    /** A buffer with its length; null becomes length -1. */
    public WireOutput buffer(byte[] value) {
        return value == null ? int32(-1) : buffer(value, 0, value.length);
    }

    public WireOutput buffer(byte[] source, int from, int length) {
        return int32(length).raw(source, from, length);
    }

    public WireOutput string(String value) {
        return value == null ? int32(-1) : buffer(value.getBytes(StandardCharsets.UTF_8));
    }

    public WireOutput path(Path value) {
        return value == null ? int32(-1) : buffer(value.utf8());
    }

    public <T> WireOutput vector(List<T> list, BiConsumer<T, WireOutput> element) {
        if (list == null) {
            return int32(-1);
        }
        int32(list.size());
        for (T item : list) {
            element.accept(item, this);
        }
        return this;
    }

    private void reserve(int count) {
        if (bytes.length - size < count) {
            int wanted = Math.addExact(size, count);
            bytes = Arrays.copyOf(bytes, Math.max(wanted, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }
}
