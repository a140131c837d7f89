package io.paddock.server.peerport;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.election.Greeting;
import io.paddock.server.election.Notification;
import io.paddock.server.zab.QuorumPacket;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** One end of a connection, byte by byte. Owned by the test that closes it. */
final class RawPeer implements AutoCloseable {

    private static final int LIMIT_MS = 20_000;

    /** Where another server would listen. */
    static final class Listener implements AutoCloseable {
        private final ServerSocket socket;

        Listener() throws IOException {
            socket = new ServerSocket(0, 16, InetAddress.getByName(TestPeers.LOOPBACK));
            socket.setSoTimeout(LIMIT_MS);
        }

        int port() {
            return socket.getLocalPort();
        }

        String address() {
            return TestPeers.LOOPBACK + ":" + port();
        }

        RawPeer accept() throws IOException {
            return new RawPeer(socket.accept());
        }

        /** True if somebody has connected within this time. */
        boolean isAskedWithin(int ms) throws IOException {
            socket.setSoTimeout(ms);
            try (Socket somebody = socket.accept()) {
                return somebody.isConnected();
            } catch (java.net.SocketTimeoutException nobody) {
                return false;
            } finally {
                socket.setSoTimeout(LIMIT_MS);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private final Socket socket;
    private final DataInputStream in;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(LIMIT_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    static RawPeer dial(int port) throws IOException {
        return new RawPeer(new Socket(TestPeers.LOOPBACK, port));
    }

    RawPeer send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Each byte in a segment of its own, as far as the machine does it. */
    RawPeer sendSlowly(byte[] bytes) throws IOException {
        for (byte each : bytes) {
            socket.getOutputStream().write(each);
        }
        return this;
    }

    RawPeer greet(long sid, String... addresses) throws IOException {
        return send(new Greeting(sid, List.of(addresses)).toBytes());
    }

    RawPeer send(Notification notification) throws IOException {
        return send(new WireOutput().buffer(notification.toBytes()).toByteArray());
    }

    static byte[] bytes(QuorumPacket packet) {
        WireOutput out = new WireOutput();
        packet.write(out);
        return out.toByteArray();
    }

    byte[] read(int count) throws IOException {
        return in.readNBytes(count);
    }

    Greeting readGreeting() throws IOException {
        byte[] prefix = in.readNBytes(Greeting.PREFIX_BYTES);
        byte[] rest = in.readNBytes(Greeting.bytes(prefix) - prefix.length);
        return Greeting.read(new WireOutput().raw(prefix).raw(rest).toByteArray());
    }

    Notification readNotification() throws IOException {
        return Notification.read(in.readNBytes(in.readInt()));
    }

    /** Without identities. */
    QuorumPacket readPacket() throws IOException {
        int code = in.readInt();
        long zxid = in.readLong();
        int length = in.readInt();
        byte[] data = length < 0 ? null : in.readNBytes(length);
        return new QuorumPacket(code, zxid, data, new WireInput(in.readNBytes(4)).vector(each -> null));
    }

    /** Whether the other end closes, or has. */
    boolean awaitEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    void hangUp() throws IOException {
        socket.close();
    }

    /** So that the next write of the other end breaks the connection. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
