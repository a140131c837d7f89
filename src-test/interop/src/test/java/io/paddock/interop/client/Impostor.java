package io.paddock.interop.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server that grants sessions and says that it is read-only, and answers every request but pings with a wrong xid. Owned
 * by the test that closes it.
 */
final class Impostor implements AutoCloseable {

    /** The four-letter word, read as a length. */
    private static final int ISRO = 'i' << 24 | 's' << 16 | 'r' << 8 | 'o';

    private final ServerSocket listening;

    Impostor() throws IOException {
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::acceptAll, "impostor");
        thread.setDaemon(true);
        thread.start();
    }

    String connectString() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread thread = new Thread(() -> serve(socket), "impostor");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private static void serve(Socket accepted) {
        try (Socket socket = accepted) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            int first = in.readInt();
            if (first == ISRO) {
                out.writeBytes("ro");
                return;
            }
            in.skipNBytes(first);
            out.writeInt(37);
            out.writeInt(0);
            out.writeInt(5000);
            out.writeLong(0x100L);
            out.writeInt(16);
            out.write(new byte[16]);
            out.writeBoolean(true);
            while (true) {
                int length = in.readInt();
                int xid = in.readInt();
                in.skipNBytes(length - 4);
                out.writeInt(16);
                out.writeInt(xid == -2 ? xid : xid + 1000);
                out.writeLong(1);
                out.writeInt(0);
            }
        } catch (IOException e) {
            // The client left, or the test is over.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
