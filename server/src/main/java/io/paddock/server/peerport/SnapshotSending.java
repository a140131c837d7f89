package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The stream behind a SNAP packet on its way out. A helper writes it and waits while the learner does not take more; the event
 * loop only passes on what has been written.
 */
final class SnapshotSending {

    private static final int CHUNK_BYTES = 64 << 10;
    /** Chunks that may be on their way. */
    private static final int CHUNKS_MAX = 16;

    private final Sockets sockets;
    private final Channel channel;
    private final SnapshotSource source;
    /** Called on the loop when the socket has taken some. */
    private final Runnable moved;

    private final Semaphore room = new Semaphore(CHUNKS_MAX);
    /** Set by the loop, read by the helper. */
    private volatile boolean aborted;

    SnapshotSending(Sockets sockets, Channel channel, SnapshotSource source, Runnable moved) {
        this.sockets = sockets;
        this.channel = channel;
        this.source = source;
        this.moved = moved;
    }

    /** @param done told on the loop, with null or with what went wrong; perhaps never if it is aborted */
    void start(ExecutorService helpers, Consumer<String> done) {
        try {
            helpers.execute(() -> run(done));
        } catch (RejectedExecutionException closed) {
            source.close();
        }
    }

    /** The link has ended. */
    void abort() {
        aborted = true;
        room.release(CHUNKS_MAX);
    }

    private void run(Consumer<String> done) {
        String problem = null;
        try {
            if (!aborted) {
                Chunks out = new Chunks();
                source.writeTo(out);
                out.flush();
            }
        } catch (IOException | RuntimeException e) {
            problem = "the snapshot cannot be sent: " + e.getMessage();
        } finally {
            source.close();
        }
        String outcome = problem;
        sockets.execute(() -> done.accept(outcome));
    }

    /** Owned by the helper. */
    private final class Chunks extends OutputStream {
        private final byte[] one = new byte[1];
        private ByteBuf chunk;

        @Override
        public void write(int b) throws IOException {
            one[0] = (byte) b;
            write(one, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int position = from;
            int left = length;
            while (left > 0) {
                if (chunk == null) {
                    begin();
                }
                int count = Math.min(left, chunk.writableBytes());
                chunk.writeBytes(bytes, position, count);
                position += count;
                left -= count;
                if (!chunk.isWritable()) {
                    flush();
                }
            }
        }

        private void begin() throws IOException {
            try {
                room.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("this server stops", e);
            }
            needLink();
            chunk = channel.alloc().ioBuffer(CHUNK_BYTES, CHUNK_BYTES);
        }

        private void needLink() throws IOException {
            if (aborted) {
                throw new IOException("the link has ended");
            }
        }

        @Override
        public void flush() throws IOException {
            ByteBuf full = chunk;
            chunk = null;
            if (full == null) {
                return;
            }
            if (!sockets.execute(() -> send(full))) {
                full.release();
                throw new IOException("this server stops");
            }
            needLink();
        }

        private void send(ByteBuf full) {
            channel.writeAndFlush(full).addListener(taken -> {
                room.release();
                if (taken.isSuccess()) {
                    moved.run();
                }
            });
        }
    }
}
