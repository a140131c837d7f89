package io.paddock.client.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * Answers the requests of a rehearsal, the same always: one znode without children. Owned by the rehearsal; its thread serves one
 * connection after the other.
 */
final class RehearsalServer implements AutoCloseable {

    private static final int CREATE2 = 15;
    private static final int GET_DATA = 4;
    private static final int GET_ACL = 6;
    private static final int GET_CHILDREN2 = 12;
    private static final int CLOSE_SESSION = -11;
    private static final int PING = 11;
    private static final int STAT_BYTES = 68;

    private final ServerSocket socket;

    private RehearsalServer(ServerSocket socket) {
        this.socket = socket;
    }

    static RehearsalServer start() throws IOException {
        RehearsalServer server = new RehearsalServer(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(server::serve, "paddock-shell-rehearsal");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    String connectString() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                converse(
                        new DataInputStream(connection.getInputStream()),
                        new DataOutputStream(connection.getOutputStream()));
            } catch (EOFException | SocketException e) {
                // The client is gone, or the rehearsal is over.
            } catch (IOException e) {
                throw new IllegalStateException("loopback cannot fail", e);
            }
        }
    }

    private static void converse(DataInputStream in, DataOutputStream out) throws IOException {
        in.readNBytes(in.readInt());
        send(out, body -> {
            body.writeInt(0);
            body.writeInt(30_000);
            body.writeLong(1);
            bytes(body, new byte[16]);
            body.writeByte(0);
        });
        int op;
        do {
            int length = in.readInt();
            int xid = in.readInt();
            op = in.readInt();
            byte[] request = in.readNBytes(length - 8);
            int asked = op;
            send(out, body -> {
                body.writeInt(xid);
                body.writeLong(1);
                body.writeInt(0);
                answer(asked, request, body);
            });
        } while (op != CLOSE_SESSION);
    }

    private static void answer(int op, byte[] request, DataOutputStream body) throws IOException {
        switch (op) {
            case CLOSE_SESSION, PING -> {}
            case GET_DATA -> {
                bytes(body, "data".getBytes(StandardCharsets.UTF_8));
                body.write(new byte[STAT_BYTES]);
            }
            case GET_CHILDREN2 -> {
                body.writeInt(0);
                body.write(new byte[STAT_BYTES]);
            }
            case GET_ACL -> {
                body.writeInt(1);
                body.writeInt(31);
                bytes(body, "world".getBytes(StandardCharsets.UTF_8));
                bytes(body, "anyone".getBytes(StandardCharsets.UTF_8));
                body.write(new byte[STAT_BYTES]);
            }
            case CREATE2 -> {
                // The path is what the request begins with.
                int length = request[3];
                body.write(request, 0, 4 + length);
                body.write(new byte[STAT_BYTES]);
            }
            default -> body.write(new byte[STAT_BYTES]);
        }
    }

    /** Writes the content of a frame. */
    @FunctionalInterface
    private interface Body {
        void write(DataOutputStream to) throws IOException;
    }

    private static void send(DataOutputStream out, Body body) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        body.write(new DataOutputStream(frame));
        out.writeInt(frame.size());
        frame.writeTo(out);
        out.flush();
    }

    private static void bytes(DataOutputStream to, byte[] bytes) throws IOException {
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
