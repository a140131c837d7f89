package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.paddock.server.storage.ReceivedSnapshot;
import io.paddock.server.storage.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The stream behind a SNAP packet on its way in. It has no length: a helper reads it as the records that it consists of, and
 * makes a tree of them; what it has read too much is given back. So what cannot be a tree ends the link, and is never taken
 * for the history of this server.
 */
final class SnapshotReceiving {

    /** Told on the event loop, exactly one of the two unless it was aborted. */
    interface Outcome {
        /** @param rest of what was read, the bytes behind the stream */
        void received(ReceivedSnapshot snapshot, ByteBuf rest);

        void failed(String why);

        /** A chunk was read. Often. */
        void moved();

        /** There is room again. */
        void wantMore();
    }

    /** So much may wait for the helper; then nothing is read of the connection, until it is down to the other. */
    private static final long WAITING_BYTES_MAX = 4 << 20;

    private static final long WAITING_BYTES_RESUME = 1 << 20;

    private static final ByteBuf END = Unpooled.unreleasableBuffer(Unpooled.buffer(0, 0));

    private final Sockets sockets;
    private final long hashSeed;
    private final long zxid;
    private final long recordBytesMax;
    private final Outcome outcome;
    private final LinkedBlockingQueue<ByteBuf> chunks = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();

    /** @param zxid of the SNAP packet */
    SnapshotReceiving(Sockets sockets, long hashSeed, long zxid, long recordBytesMax, Outcome outcome) {
        this.sockets = sockets;
        this.hashSeed = hashSeed;
        this.zxid = zxid;
        this.recordBytesMax = recordBytesMax;
        this.outcome = outcome;
    }

    void start(ExecutorService helpers) {
        try {
            helpers.execute(this::run);
        } catch (RejectedExecutionException closed) {
            outcome.failed("this server stops");
        }
    }

    /** Takes ownership. False if the caller should not read on before {@link Outcome#wantMore}. Loop only. */
    boolean offer(ByteBuf chunk) {
        long waiting = waitingBytes.addAndGet(chunk.readableBytes());
        chunks.add(chunk);
        return waiting < WAITING_BYTES_MAX;
    }

    /** What came and was not looked at; null if there is nothing. Loop only, behind {@link Outcome#received}. */
    ByteBuf takeRest() {
        return chunks.poll();
    }

    /** The link has ended. Loop only. */
    void abort() {
        for (ByteBuf chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
            chunk.release();
        }
        chunks.add(END);
    }

    private void run() {
        Chunks stream = new Chunks();
        try {
            ReceivedSnapshot received = SnapshotReader.readFromLeader(stream, hashSeed, zxid, recordBytesMax);
            tell(received, Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(received.unread()), stream.takeUnread()));
        } catch (IOException | RuntimeException e) {
            sockets.execute(() -> outcome.failed("the snapshot that it sends is not usable: " + e.getMessage()));
        } finally {
            stream.release();
        }
    }

    private void tell(ReceivedSnapshot received, ByteBuf rest) {
        if (!sockets.execute(() -> outcome.received(received, rest))) {
            rest.release();
        }
    }

    /** What the loop offers. Owned by the helper. */
    private final class Chunks extends InputStream {
        private ByteBuf chunk = Unpooled.EMPTY_BUFFER;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            while (!chunk.isReadable()) {
                release();
                sockets.execute(outcome::moved);
                try {
                    chunk = chunks.take();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("this server stops", e);
                }
                if (chunk == END) {
                    return -1;
                }
            }
            int count = Math.min(length, chunk.readableBytes());
            chunk.readBytes(bytes, from, count);
            long before = waitingBytes.getAndAdd(-count);
            if (before >= WAITING_BYTES_RESUME && before - count < WAITING_BYTES_RESUME) {
                sockets.execute(outcome::wantMore);
            }
            return count;
        }

        ByteBuf takeUnread() {
            ByteBuf unread = chunk;
            chunk = Unpooled.EMPTY_BUFFER;
            return unread;
        }

        void release() {
            takeUnread().release();
        }
    }
}
