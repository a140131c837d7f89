package io.paddock.server.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.Snappy;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Unpacks {@link SnappyFraming}. Used by one thread. */
final class SnappyInputStream extends InputStream {

    /** A chunk that claims to be larger is damaged. */
    private static final int CHUNK_BYTES_MAX = 64 << 20;

    private final DataInputStream file;
    private final Snappy snappy = new Snappy();
    private final ByteBuf block = Unpooled.buffer(SnappyFraming.BLOCK_BYTES, CHUNK_BYTES_MAX);
    private byte[] chunk = new byte[SnappyFraming.BLOCK_BYTES];

    SnappyInputStream(InputStream file) throws IOException {
        this.file = new DataInputStream(file);
        byte[] magic = this.file.readNBytes(SnappyFraming.MAGIC.length);
        if (!Arrays.equals(magic, SnappyFraming.MAGIC)) {
            throw new IOException("this is no stream of Snappy chunks");
        }
        this.file.readInt();
        int compatible = this.file.readInt();
        if (compatible > SnappyFraming.VERSION) {
            throw new IOException("the Snappy stream needs a reader of version " + compatible);
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? block.readUnsignedByte() : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, block.readableBytes());
        block.readBytes(into, from, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private boolean fill() throws IOException {
        while (!block.isReadable()) {
            int first = file.read();
            if (first < 0) {
                return false;
            }
            int length = first << 24 | file.readUnsignedByte() << 16 | file.readUnsignedShort();
            if (length <= 0 || length > CHUNK_BYTES_MAX) {
                throw new IOException("a Snappy chunk has the length " + length);
            }
            unpack(length);
        }
        return true;
    }

    private void unpack(int length) throws IOException {
        int read;
        if (length > chunk.length) {
            chunk = file.readNBytes(
                    length); // Grows with the bytes that are there, not with the length that is claimed.
            read = chunk.length;
        } else {
            read = file.readNBytes(chunk, 0, length);
        }
        if (read < length) {
            throw new EOFException("the file ends within a Snappy chunk");
        }
        block.clear();
        snappy.reset();
        try {
            snappy.decode(Unpooled.wrappedBuffer(chunk, 0, length), block);
        } catch (DecompressionException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("a Snappy chunk is damaged: " + e.getMessage(), e);
        }
    }
}
