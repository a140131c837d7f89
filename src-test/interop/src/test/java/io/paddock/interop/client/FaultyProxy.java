package io.paddock.interop.client;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server and misbehaves as it is told. Owned by the test that closes it; its faults may be
 * set from the test's thread at any time.
 */
final class FaultyProxy implements AutoCloseable {

    /** What it does with frames that should pass. */
    private enum Flow {
        PASSING,
        /** Everything is taken and nothing given: a half-open connection. */
        SWALLOWED,
        /** Nothing is taken: the sender's buffers fill. */
        STALLED,
        /** Byte after byte, each in a packet of its own. */
        CRUMBLED
    }

    private final ServerSocket listening;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    private volatile Flow toServer = Flow.PASSING;
    private volatile Flow toClient = Flow.PASSING;
    private volatile boolean refusing;
    private volatile CountDownLatch stall = new CountDownLatch(0);

    /** What happens when so many requests more have come. */
    private final AtomicInteger countdown = new AtomicInteger(-1);

    private volatile AtRequest atRequest = AtRequest.CUT_BEFORE;
    private volatile Runnable action = () -> {};
    private final AtomicInteger swallowed = new AtomicInteger();

    private enum AtRequest {
        CUT_BEFORE,
        CUT_AFTER,
        ACT
    }

    FaultyProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::acceptAll, "accept");
    }

    String connectString() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** How many connections were accepted so far. */
    int accepted() {
        return accepted.get();
    }

    /** How many frames of clients have come so far, the ConnectRequests too. */
    int requests() {
        return requests.get();
    }

    /** Ends all connections now. */
    void cut() {
        sockets.forEach(FaultyProxy::close);
    }

    /** Resets all connections now. */
    void reset() {
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // It is closed already.
            }
            close(socket);
        }
    }

    /** Ends the connection when this many more frames of clients have come: the last one does not reach the server. */
    void cutBeforeRequest(int count) {
        atRequest = AtRequest.CUT_BEFORE;
        countdown.set(count);
    }

    /** The same, but the last one does reach the server; its reply does not reach the client. */
    void cutAfterRequest(int count) {
        atRequest = AtRequest.CUT_AFTER;
        countdown.set(count);
    }

    /** When this many more frames of clients have come, runs this before the last one is passed on. */
    void beforeRequest(int count, Runnable does) {
        action = does;
        atRequest = AtRequest.ACT;
        countdown.set(count);
    }

    /** False if what was to happen at a request has not happened yet. */
    boolean hasActed() {
        return countdown.get() <= 0;
    }

    /** New connections are closed at once. */
    void refuse(boolean yes) {
        refusing = yes;
    }

    /** Takes everything from both sides and gives nothing. */
    void swallow() {
        toServer = Flow.SWALLOWED;
        toClient = Flow.SWALLOWED;
    }

    /** Takes what the server sends and gives the client nothing. */
    void swallowReplies() {
        toClient = Flow.SWALLOWED;
    }

    /** Gives the client what the server sends byte after byte. */
    void crumble() {
        toClient = Flow.CRUMBLED;
    }

    /** Takes nothing any more. */
    void stall() {
        stall = new CountDownLatch(1);
        toServer = Flow.STALLED;
        toClient = Flow.STALLED;
    }

    /** Behaves again; what was swallowed is lost. */
    void heal() {
        toServer = Flow.PASSING;
        toClient = Flow.PASSING;
        refusing = false;
        countdown.set(-1);
        stall.countDown();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        stall.countDown();
        cut();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                accepted.incrementAndGet();
                if (refusing) {
                    client.close();
                    continue;
                }
                client.setTcpNoDelay(true);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                thread(() -> passRequests(client, server), "requests");
                thread(() -> passReplies(server, client), "replies");
            } catch (IOException e) {
                // The server is down, or the proxy is being closed: the client finds out.
            }
        }
    }

    private void passRequests(Socket client, Socket server) {
        try {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = server.getOutputStream();
            while (true) {
                awaitFlow(toServer);
                byte[] frame = frame(in);
                requests.incrementAndGet();
                if (countdown.get() > 0 && countdown.decrementAndGet() == 0) {
                    if (atRequest == AtRequest.ACT) {
                        action.run();
                    } else {
                        cutAt(server, atRequest == AtRequest.CUT_AFTER ? frame : new byte[0]);
                        return;
                    }
                }
                if (toServer != Flow.SWALLOWED) {
                    out.write(frame);
                }
            }
        } catch (IOException e) {
            // One side has closed; so does the other.
        } finally {
            end(client, server);
        }
    }

    /** Gives the server this, waits until it has answered, and lets the answer vanish. */
    private void cutAt(Socket server, byte[] last) throws IOException {
        toClient = Flow.SWALLOWED;
        int before = swallowed.get();
        if (last.length > 0) {
            server.getOutputStream().write(last);
            long deadline = System.nanoTime() + 5_000_000_000L;
            while (swallowed.get() == before && System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            }
        }
        toClient = Flow.PASSING;
    }

    private void passReplies(Socket server, Socket client) {
        byte[] buffer = new byte[64 << 10];
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            while (true) {
                awaitFlow(toClient);
                int count = in.read(buffer);
                if (count < 0) {
                    return;
                }
                if (toClient == Flow.SWALLOWED) {
                    swallowed.incrementAndGet();
                } else if (toClient == Flow.CRUMBLED) {
                    for (int i = 0; i < count; i++) {
                        out.write(buffer, i, 1);
                    }
                } else {
                    out.write(buffer, 0, count);
                }
            }
        } catch (IOException e) {
            // One side has closed; so does the other.
        } finally {
            end(client, server);
        }
    }

    private void awaitFlow(Flow flow) throws IOException {
        if (flow == Flow.STALLED) {
            try {
                stall.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    /** With its length. */
    private static byte[] frame(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > 64 << 20) {
            throw new EOFException("no frame");
        }
        byte[] frame = new byte[4 + length];
        frame[0] = (byte) (length >> 24);
        frame[1] = (byte) (length >> 16);
        frame[2] = (byte) (length >> 8);
        frame[3] = (byte) length;
        in.readFully(frame, 4, length);
        return frame;
    }

    private void end(Socket client, Socket server) {
        close(client);
        close(server);
        sockets.remove(client);
        sockets.remove(server);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Then it is closed.
        }
    }

    private static void thread(Runnable task, String name) {
        Thread thread = new Thread(task, "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
