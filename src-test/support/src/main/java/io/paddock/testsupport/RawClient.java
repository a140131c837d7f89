package io.paddock.testsupport;

import io.paddock.common.wire.WireInput;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection, in bytes: sends what it is told, right or wrong, and shows what comes back. Owned by the test's thread.
 * It sends no pings by itself and never reconnects.
 */
public final class RawClient implements AutoCloseable {

    public static final int TIMEOUT_MS = 30_000;

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final int MAX_FRAME = 64 << 20;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final List<Reply> notifications = new ArrayList<>();
    private int lastXid;
    private Session session;

    /** What a ConnectResponse grants; timeout and id are 0 when the session is refused. */
    public record Session(int timeoutMs, long id, byte[] password) {}

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = socket.getOutputStream();
    }

    /** A connection without a session. */
    public static RawClient open(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) ANSWER_LIMIT.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) ANSWER_LIMIT.toMillis());
        return new RawClient(socket);
    }

    /** A connection with a new session of 30 s. */
    public static RawClient session(int port) throws IOException {
        RawClient client = open(port);
        client.connect(Requests.connectNew(TIMEOUT_MS));
        return client;
    }

    /** A connection that resumes this session. */
    public static RawClient resume(int port, Session session, long lastZxidSeen) throws IOException {
        RawClient client = open(port);
        client.connect(Requests.connect(lastZxidSeen, session.timeoutMs(), session.id(), session.password()));
        return client;
    }

    /** Sends this ConnectRequest and reads the answer; null if the server closes instead. */
    public Session connect(byte[] connectRequest) throws IOException {
        send(connectRequest);
        byte[] frame = receive();
        if (frame == null) {
            return null;
        }
        WireInput answer = new WireInput(frame);
        answer.skip(4);
        session = new Session(answer.int32(), answer.int64(), answer.buffer());
        return session;
    }

    public Session session() {
        return session;
    }

    /** Sends a frame: its length, then these bytes. */
    public void send(byte[] frame) throws IOException {
        sendRaw(ByteBuffer.allocate(4 + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array());
    }

    /** Sends these bytes as they are. */
    public void sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Several frames in one write, so that they arrive together. */
    public void sendAll(List<byte[]> frames) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(ByteBuffer.allocate(4).putInt(frame.length).array());
            all.writeBytes(frame);
        }
        sendRaw(all.toByteArray());
    }

    /** Sends a request with the next xid, without waiting; gives the xid. */
    public int send(int type, Requests.Body body) throws IOException {
        send(Requests.frame(++lastXid, type, body));
        return lastXid;
    }

    /** The next frame without its length; null at the end of the stream. */
    public byte[] receive() throws IOException {
        try {
            int length = in.readInt();
            if (length < 0 || length > MAX_FRAME) {
                throw new IOException("the server sent a frame of length " + length);
            }
            byte[] frame = new byte[length];
            in.readFully(frame);
            return frame;
        } catch (EOFException end) {
            return null;
        } catch (SocketTimeoutException silence) {
            throw new IOException("no frame within " + ANSWER_LIMIT.toSeconds() + " s", silence);
        } catch (SocketException reset) {
            return null;
        }
    }

    /** The next reply that is not a notification, which are kept aside; null at the end of the stream. */
    public Reply receiveReply() throws IOException {
        while (true) {
            byte[] frame = receive();
            if (frame == null) {
                return null;
            }
            Reply reply = Reply.of(frame);
            if (!reply.isNotification()) {
                return reply;
            }
            notifications.add(reply);
        }
    }

    /** Sends a request and waits for its reply, which must come next. */
    public Reply call(int type, Requests.Body body) throws IOException {
        int xid = send(type, body);
        Reply reply = receiveReply();
        if (reply == null) {
            throw new EOFException("the server closed the connection instead of answering xid " + xid);
        }
        int expected = type == Op.PING ? -2 : xid;
        if (reply.xid() != expected) {
            throw new IOException("the reply has xid " + reply.xid() + ", expected " + expected);
        }
        return reply;
    }

    /** The notifications that came before the last reply, and forgets them. */
    public List<Reply> takeNotifications() {
        List<Reply> taken = List.copyOf(notifications);
        notifications.clear();
        return taken;
    }

    /** Waits until the server closes the connection, which it must do without another reply. */
    public void awaitEnd() throws IOException {
        Reply reply = receiveReply();
        if (reply != null) {
            throw new IOException("expected the end of the connection, got " + reply);
        }
    }

    public void readLimit(Duration limit) throws IOException {
        socket.setSoTimeout((int) limit.toMillis());
    }

    /** Closes the connection; the session lives on. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
