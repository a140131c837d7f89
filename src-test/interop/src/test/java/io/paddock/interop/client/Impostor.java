package io.paddock.interop.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that grants sessions and answers every request with a wrong xid. Owned by the test that closes it. */
final class Impostor implements AutoCloseable {

    private final ServerSocket listening;

    Impostor() throws IOException {
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "impostor");
        thread.setDaemon(true);
        thread.start();
    }

    String connectString() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                in.skipNBytes(in.readInt());
                out.writeInt(37);
                out.writeInt(0);
                out.writeInt(5000);
                out.writeLong(0x100L);
                out.writeInt(16);
                out.write(new byte[17]);
                while (true) {
                    int length = in.readInt();
                    int xid = in.readInt();
                    in.skipNBytes(length - 4);
                    out.writeInt(16);
                    out.writeInt(xid + 1000);
                    out.writeLong(1);
                    out.writeInt(0);
                }
            } catch (IOException e) {
                // The client left, or the test is over.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
