package io.paddock.client.session;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.protocol.RequestHeader;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

/** A server whose every word is the test's. Owned by the test's thread, which waits here for what the client does. */
final class ScriptedServer implements AutoCloseable {

    static final int LIMIT_MS = 30_000;

    private final ServerSocket listening;

    ScriptedServer() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listening.setSoTimeout(LIMIT_MS);
    }

    String connectString() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** The next connection; nothing was read from it. */
    Connection accept() throws IOException {
        Socket socket = listening.accept();
        socket.setSoTimeout(LIMIT_MS);
        socket.setTcpNoDelay(true);
        return new Connection(socket);
    }

    /** The next connection, with a session. */
    Connection acceptSession(int timeoutMs) throws IOException {
        Connection connection = accept();
        connection.grant(connection.connectRequest(), timeoutMs);
        return connection;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    /** A frame of the client: its header, and the rest. */
    record Request(int xid, OpCode op, WireInput body) {}

    /** One connection, from the server's side. */
    static final class Connection implements AutoCloseable {

        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        ConnectRequest connectRequest() throws IOException {
            return ConnectRequest.read(frame());
        }

        void grant(ConnectRequest request, int timeoutMs) throws IOException {
            long id = request.sessionId() == 0 ? 0x100 : request.sessionId();
            sendFrame(out -> ConnectResponse.accepted(request, timeoutMs, id, new byte[16], false)
                    .write(out));
        }

        void refuse(ConnectRequest request) throws IOException {
            sendFrame(out -> ConnectResponse.refused(request, false).write(out));
        }

        /** The next request that is no ping; pings are answered. */
        Request next() throws IOException {
            long deadline = System.nanoTime() + LIMIT_MS * 1_000_000L;
            while (System.nanoTime() - deadline < 0) {
                WireInput frame = frame();
                RequestHeader header = RequestHeader.read(frame);
                if (header.xid() != RequestHeader.PING_XID) {
                    return new Request(header.xid(), header.op(), frame);
                }
                reply(RequestHeader.PING_XID, 0, ErrorCode.OK, body -> {});
            }
            throw new SocketTimeoutException("nothing but pings came");
        }

        void reply(int xid, long zxid, ErrorCode error, Consumer<WireOutput> body) throws IOException {
            byte[] bytes = replyBytes(xid, zxid, error, body);
            out.write(bytes);
        }

        /** The frame of a reply, for somebody who sends it in pieces by {@link #raw}. */
        static byte[] replyBytes(int xid, long zxid, ErrorCode error, Consumer<WireOutput> body) {
            return frameBytes(frame -> {
                new ReplyHeader(xid, zxid, error).write(frame);
                body.accept(frame);
            });
        }

        void raw(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
        }

        private void sendFrame(Consumer<WireOutput> body) throws IOException {
            out.write(frameBytes(body));
        }

        private static byte[] frameBytes(Consumer<WireOutput> body) {
            WireOutput frame = new WireOutput().int32(0);
            body.accept(frame);
            frame.setInt32(0, frame.size() - 4);
            return frame.toByteArray();
        }

        private WireInput frame() throws IOException {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return new WireInput(bytes);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
