package io.paddock.common;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The path of a znode, as the UTF-8 bytes that travel on the wire. It is not necessarily a valid path: reads and watches
 * take any bytes, and {@link #problem} tells what is wrong with them. Equality is equality of bytes.
 *
 * <p>The empty path and {@code "/"} both name the root; the server's inside uses {@link #ROOT} for it.
 */
public final class Path implements Comparable<Path> {

    public static final Path ROOT = of("/");

    private final byte[] utf8;
    private int hash;

    private Path(byte[] utf8) {
        this.utf8 = utf8;
    }

    public static Path of(String text) {
        return new Path(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes ownership of the bytes. */
    public static Path ofUtf8(byte[] utf8) {
        return new Path(utf8);
    }

    /** The bytes themselves, not a copy: the caller must not change them. */
    public byte[] utf8() {
        return utf8;
    }

    public int length() {
        return utf8.length;
    }

    public boolean isRoot() {
        return utf8.length == 0 || utf8.length == 1 && utf8[0] == '/';
    }

    /** The path up to the last slash; {@link #ROOT} for a direct child of the root, null if there is no slash. */
    public Path parent() {
        int slash = lastSlash();
        if (slash < 0) {
            return null;
        }
        return slash == 0 ? ROOT : new Path(Arrays.copyOf(utf8, slash));
    }

    /** Index of the last slash, or -1. */
    public int lastSlash() {
        int i = utf8.length - 1;
        while (i >= 0 && utf8[i] != '/') {
            i--;
        }
        return i;
    }

    public boolean hasNul() {
        for (byte b : utf8) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    /** This path with text behind it, as sequential nodes get their number. */
    public Path append(String ascii) {
        byte[] joined = Arrays.copyOf(utf8, utf8.length + ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            joined[utf8.length + i] = (byte) ascii.charAt(i);
        }
        return new Path(joined);
    }

    /** The child of this path with that name. */
    public Path child(String name) {
        String self = isRoot() ? "" : toString();
        return of(self + "/" + name);
    }

    /** True if this path is the other one or one of its ancestors, component by component. */
    public boolean isPrefixOf(Path other) {
        if (isRoot()) {
            return true;
        }
        int length = utf8.length;
        return other.utf8.length >= length
                && Arrays.equals(utf8, 0, length, other.utf8, 0, length)
                && (other.utf8.length == length || other.utf8[length] == '/');
    }

    public boolean startsWith(String ascii) {
        if (utf8.length < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (utf8[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** What makes this no valid path (client protocol, section 3.5), as a clause for a message; null if it is valid. */
    public String problem() {
        return PathRules.problem(utf8);
    }

    public boolean isValid() {
        return problem() == null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Path that && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = Arrays.hashCode(utf8) * 0x9E3779B9;
            h ^= h >>> 15;
            hash = h;
        }
        return h;
    }

    @Override
    public int compareTo(Path other) {
        return Arrays.compareUnsigned(utf8, other.utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
