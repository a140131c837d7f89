package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.paddock.server.storage.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream behind a SNAP packet on its way in. It has no length: a helper reads it as the records that it consists of and
 * writes it to a file on the way; what it has read too much is given back. Of the whole tree nothing is kept in memory.
 */
final class SnapshotReceiving {

    /** Told on the event loop, exactly one of the two unless it was aborted. */
    interface Outcome {
        /** @param rest of what was read, the bytes behind the stream */
        void received(ReceivedSnapshot snapshot, ByteBuf rest);

        void failed(String why);

        /** There is room again. */
        void wantMore();
    }

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReceiving.class);

    /** So much may wait for the disk; then nothing is read of the connection, until it is down to the other. */
    private static final long WAITING_BYTES_MAX = 4 << 20;

    private static final long WAITING_BYTES_RESUME = 1 << 20;

    private static final ByteBuf END = Unpooled.unreleasableBuffer(Unpooled.buffer(0, 0));

    private final Sockets sockets;
    private final Path path;
    private final long recordBytesMax;
    private final Outcome outcome;
    private final LinkedBlockingQueue<ByteBuf> chunks = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();

    SnapshotReceiving(Sockets sockets, Path path, long recordBytesMax, Outcome outcome) {
        this.sockets = sockets;
        this.path = path;
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
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Tee tee = new Tee(file);
            try {
                long length = SnapshotReader.lengthFromLeader(tee, recordBytesMax);
                ByteBuffer read = ByteBuffer.allocate(Math.toIntExact(file.size() - length));
                while (read.hasRemaining() && file.read(read, length + read.position()) > 0) {}
                file.truncate(length);
                tell(Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(read.flip()), tee.takeUnread()));
            } finally {
                tee.release();
            }
        } catch (IOException | RuntimeException e) {
            new Received(path).discard();
            sockets.execute(() -> outcome.failed("the snapshot cannot be received: " + e.getMessage()));
        }
    }

    private void tell(ByteBuf rest) {
        Received received = new Received(path);
        if (!sockets.execute(() -> outcome.received(received, rest))) {
            rest.release();
            received.discard();
        }
    }

    private record Received(Path file) implements ReceivedSnapshot {
        @Override
        public void discard() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("{} cannot be removed: {}", file, e.getMessage());
            }
        }
    }

    /** Reads what the loop offers, and copies it to the file. Owned by the helper. */
    private final class Tee extends InputStream {
        private final FileChannel file;
        private ByteBuf chunk = Unpooled.EMPTY_BUFFER;

        Tee(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            while (!chunk.isReadable()) {
                release();
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
            ByteBuffer copy = ByteBuffer.wrap(bytes, from, count);
            while (copy.hasRemaining()) {
                file.write(copy);
            }
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
