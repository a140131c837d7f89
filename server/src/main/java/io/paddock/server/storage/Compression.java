package io.paddock.server.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How a snapshot file is packed; its name tells (storage, section 5.2). */
public enum Compression {
    NONE(""),
    GZ(".gz"),
    SNAPPY(".snappy");

    private static final int BUFFER_BYTES = 64 << 10;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** The value of {@code snapshot.compression.method}: gz, snappy, in any case; anything else means none. */
    public static Compression of(String method) {
        return switch (method.toLowerCase(Locale.ROOT)) {
            case "gz" -> GZ;
            case "snappy" -> SNAPPY;
            default -> NONE;
        };
    }

    String suffix() {
        return suffix;
    }

    /** How a file begins that is packed in this way: all that is checked before it is read. */
    byte[] magic() {
        return switch (this) {
            case NONE -> new byte[0];
            case GZ -> new byte[] {0x1f, (byte) 0x8b};
            case SNAPPY -> SnappyFraming.MAGIC.clone();
        };
    }

    InputStream unpacking(InputStream file) throws IOException {
        return switch (this) {
            case NONE -> file;
            case GZ -> new GZIPInputStream(file, BUFFER_BYTES);
            case SNAPPY -> new SnappyInputStream(file);
        };
    }

    /** Closing the stream writes what is left and closes the file. */
    OutputStream packing(OutputStream file) throws IOException {
        return switch (this) {
            case NONE -> file;
            case GZ -> new GZIPOutputStream(file, BUFFER_BYTES);
            case SNAPPY -> new SnappyOutputStream(new BufferedOutputStream(file, BUFFER_BYTES));
        };
    }
}
