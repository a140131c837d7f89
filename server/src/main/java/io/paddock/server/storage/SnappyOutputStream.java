package io.paddock.server.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Packs {@link SnappyFraming}. Used by one thread. */
final class SnappyOutputStream extends OutputStream {

    private final DataOutputStream file;
    private final Snappy snappy = new Snappy();
    private final ByteBuf block = Unpooled.buffer(SnappyFraming.BLOCK_BYTES);
    private final ByteBuf chunk = Unpooled.buffer(SnappyFraming.BLOCK_BYTES);

    SnappyOutputStream(OutputStream file) throws IOException {
        this.file = new DataOutputStream(file);
        this.file.write(SnappyFraming.MAGIC);
        this.file.writeInt(SnappyFraming.VERSION);
        this.file.writeInt(SnappyFraming.VERSION);
    }

    @Override
    public void write(int value) throws IOException {
        block.writeByte(value);
        packIfFull();
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, SnappyFraming.BLOCK_BYTES - block.readableBytes());
            block.writeBytes(from, start + done, count);
            done += count;
            packIfFull();
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            pack();
        }
    }

    private void packIfFull() throws IOException {
        if (block.readableBytes() == SnappyFraming.BLOCK_BYTES) {
            pack();
        }
    }

    private void pack() throws IOException {
        if (!block.isReadable()) {
            return;
        }
        chunk.clear();
        snappy.reset();
        snappy.encode(block, chunk, block.readableBytes());
        file.writeInt(chunk.readableBytes());
        file.write(chunk.array(), chunk.arrayOffset(), chunk.readableBytes());
        block.clear();
    }
}
