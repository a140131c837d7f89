package io.paddock.testsupport.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port that stands for another one. What goes there and what comes back, bytes, ends and resets alike, each passes a gate:
 * while one is shut nothing of it is seen at the other end, and the sender's buffers fill. Owned by its network.
 */
final class Proxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 << 10;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Gate there;
    private final Gate back;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param target a port of the loopback address */
    Proxy(int target, Gate there, Gate back) throws IOException {
        this.target = target;
        this.there = there;
        this.back = back;
        thread(this::acceptAll);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                open.add(near);
                thread(() -> connect(near));
            } catch (IOException closed) {
                // The loop ends if this is the end of the proxy.
            }
        }
    }

    private void connect(Socket near) {
        try {
            there.pass();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            thread(() -> carry(near, far, there));
            carry(far, near, back);
        } catch (IOException refused) {
            end(near, back);
        }
    }

    /** Ends when one side does. */
    private void carry(Socket from, Socket to, Gate gate) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                gate.pass(count);
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException reset) {
            // The other side learns it, through the gate.
        }
        end(to, gate);
        close(from);
    }

    private void end(Socket socket, Gate gate) {
        try {
            gate.pass();
        } catch (IOException interrupted) {
            // Then it ends at once.
        }
        close(socket);
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // Then it is closed.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(this::close);
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
