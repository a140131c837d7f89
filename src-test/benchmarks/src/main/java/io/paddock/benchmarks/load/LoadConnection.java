package io.paddock.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.LongConsumer;

/**
 * One connection with a session, and the times at which the requests that are on their way left. Owned by the thread of
 * its loader.
 */
final class LoadConnection {

    /** Of the sessions; nobody sends pings, since a connection is never quiet for so long. */
    private static final int SESSION_TIMEOUT_MS = 40_000;

    private static final int NOTIFICATION_XID = -1;
    private static final int BUFFER_BYTES = 128 << 10;
    private static final int REPLY_HEADER_BYTES = 16;
    private static final int ERR_AT = 12;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** When the request with that xid left, modulo the length. */
    private long[] sentNanos = new long[1];

    private int nextXid = 1;
    private int answeredXid;

    private LoadConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects, and opens a session. */
    static LoadConnection open(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            LoadConnection connection = new LoadConnection(channel);
            connection.handshake();
            return connection;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void handshake() throws IOException {
        channel.write(ByteBuffer.wrap(Frames.connect(SESSION_TIMEOUT_MS)));
        do {
            receive();
        } while (in.position() < Integer.BYTES || in.position() < Integer.BYTES + in.getInt(0));
        long session = in.getLong(Integer.BYTES + 8);
        in.clear();
        if (session == 0) {
            throw new IOException("the server refused a session");
        }
    }

    SocketChannel channel() {
        return channel;
    }

    /** Prepares for so many requests on their way. */
    void outstandingMax(int count) {
        sentNanos = new long[Integer.highestOneBit(Math.max(1, count) * 2 - 1)];
    }

    int outstanding() {
        return nextXid - 1 - answeredXid;
    }

    boolean hasRoom(int frameBytes) {
        return out.remaining() >= frameBytes;
    }

    /** Puts a frame behind those that {@link #flush} will send. */
    void put(byte[] frame, long nowNanos) {
        int at = out.position();
        out.put(frame).putInt(at + Frames.XID_AT, nextXid);
        sentNanos[nextXid & sentNanos.length - 1] = nowNanos;
        nextXid++;
    }

    /** Sends what was put. A kernel that takes less than all is waited for: it holds more than we ever have on the way. */
    void flush() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    /** Reads once: what is there, or for a blocking channel, when something is there. */
    void receive() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed a connection of the load generator");
        }
    }

    /**
     * Takes the replies that have been received.
     *
     * @param onReply told when the request of each left
     * @return the number of replies
     */
    int takeReplies(LongConsumer onReply) throws IOException {
        in.flip();
        int taken = 0;
        while (in.remaining() >= Integer.BYTES) {
            int start = in.position() + Integer.BYTES;
            int length = in.getInt(in.position());
            if (length < REPLY_HEADER_BYTES || length > BUFFER_BYTES - Integer.BYTES) {
                throw new IOException("a reply of " + length + " bytes");
            }
            if (in.limit() - start < length) {
                break;
            }
            if (in.getInt(start) != NOTIFICATION_XID) {
                onReply.accept(answered(in.getInt(start), in.getInt(start + ERR_AT)));
                taken++;
            }
            in.position(start + length);
        }
        in.compact();
        return taken;
    }

    private long answered(int xid, int err) throws IOException {
        if (xid != answeredXid + 1 || err != 0) {
            throw new IOException(
                    "the reply has xid " + xid + " and error " + err + ", expected xid " + (answeredXid + 1));
        }
        answeredXid = xid;
        return sentNanos[xid & sentNanos.length - 1];
    }

    /** Ends the session; the server closes the connection when it has. */
    void close() throws IOException {
        try (channel) {
            channel.configureBlocking(true);
            put(Frames.closeSession(), 0);
            flush();
            in.clear();
            while (channel.read(in) >= 0) {
                in.clear();
            }
        }
    }
}
