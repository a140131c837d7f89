package io.paddock.server.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Fills a new file, and forces it now and then: if hundreds of megabytes waited for one force at the end, the forces of
 * the transaction log on the same disk would wait behind it. Closing forces and closes the file.
 */
final class DiskOutputStream extends OutputStream {

    private static final long FORCE_EVERY_BYTES = 16 << 20;

    private final DiskFile file;
    private final Runnable moved;
    private long position;
    private long forced;
    private boolean closed;

    /** @param moved called after each force but the last */
    DiskOutputStream(DiskFile file, Runnable moved) {
        this.file = file;
        this.moved = moved;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
        file.write(position, ByteBuffer.wrap(from, start, length));
        position += length;
        if (position - forced >= FORCE_EVERY_BYTES) {
            file.force();
            forced = position;
            moved.run();
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            file.force();
        }
    }
}
