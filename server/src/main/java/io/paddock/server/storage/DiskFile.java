package io.paddock.server.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. There is no cursor: reads and writes name their position. */
public interface DiskFile extends Closeable {

    long size() throws IOException;

    /** Reads at least one byte, if the buffer has room; -1 at or behind the end of the file. */
    int read(long position, ByteBuffer into) throws IOException;

    /** Writes all that the buffer holds. If it throws, any part of it may have been written. */
    void write(long position, ByteBuffer from) throws IOException;

    void truncate(long size) throws IOException;

    /**
     * Returns when all bytes and the size are on stable storage. If it throws, nothing is known of what was written
     * since the last success, and to try again proves nothing (hazard H41).
     */
    void force() throws IOException;
}
