package io.paddock.server.peerport;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.paddock.server.election.Notification;
import io.paddock.server.zab.QuorumPacket;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The connections of this server to the other servers of its ensemble. Any thread may call it. Only {@link #start},
 * {@link #leave} and {@link #close} wait, for the driver of its {@link PeerLoop}; {@link #start} is not for that thread itself.
 * Events come on it.
 *
 * <p>A call that ends a link or a dial crosses events that are on their way: whoever gets these knows links by their number.
 */
public final class PeerPort implements AutoCloseable {

    private static final int NAME_THREADS = 4;
    /** So many snapshots can be on their way at once, to the disk or to learners; others wait. */
    private static final int SNAPSHOT_THREADS = 8;

    private static final int IDLE_THREAD_S = 10;
    private static final int CLOSE_MS_MAX = 2_000;

    private final PeerPortOptions options;
    private final Sockets sockets;
    private final ExecutorService names = helpers("paddock-peer-names", NAME_THREADS);
    private final ExecutorService snapshots = helpers("paddock-peer-snapshot", SNAPSHOT_THREADS);
    private final ElectionPort election;
    private final QuorumPort quorum;
    private final AtomicBoolean left = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param loop of its own, which it closes with itself */
    public PeerPort(PeerPortOptions options, PeerLoop loop, PeerEvents events) {
        this(options, loop, events, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** @param clockMs by which the election port judges what is old */
    PeerPort(PeerPortOptions options, PeerLoop loop, PeerEvents events, LongSupplier clockMs) {
        this.options = options;
        int limitTicks = Math.max(options.initLimit(), options.syncLimit());
        sockets = new Sockets(loop, options.tcpKeepAlive(), Math.multiplyExact(options.tickMs(), limitTicks));
        Dialler dialler = new Dialler(sockets, names);
        election = new ElectionPort(options, events, sockets, dialler, clockMs);
        quorum = new QuorumPort(options, events, sockets, dialler, snapshots);
    }

    private static ExecutorService helpers(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_THREAD_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(name, true));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Binds the election port.
     *
     * @throws IOException if that is impossible; the message says for an operator what to do
     */
    public void start() throws IOException {
        try {
            election.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the election port is opened", e);
        }
    }

    /**
     * Whether learners are accepted: while this server is establishing itself as a leader or leads. Otherwise the quorum port
     * is closed and the links that came by it end, without {@code onUnlinked}. A port that cannot be bound is an error in the
     * log and is tried again.
     */
    public void listen(boolean open) {
        sockets.execute(() -> quorum.listen(open));
    }

    /**
     * An election begins in which this server may become the leader: for a second the quorum port is bound already, and accepts
     * nobody before {@link #listen}. Who dials it waits instead of being refused. {@code listen(false)} ends that too.
     */
    public void prepareToListen() {
        sockets.execute(quorum::prepareToListen);
    }

    /**
     * Sends to a peer's election port, connecting if needed. Replaces what was not delivered yet. Not for this server itself.
     */
    public void notify(long sid, Notification notification) {
        sockets.execute(() -> election.notify(sid, notification));
    }

    /**
     * Connects to a peer's quorum port: answered by {@code onLinked(link, sid)} or {@code onDialFailed}. A dial that is under
     * way is given up, without an answer. Names are resolved anew, and all addresses of the peer are tried. What is refused at
     * first is tried for another 100 ms, as a leader may not have opened its port yet.
     */
    public void dial(long sid) {
        sockets.execute(() -> quorum.dial(sid));
    }

    /** In order per link; does nothing for a link that has ended. Leaves with {@link #flush}, or some milliseconds later. */
    public void send(long link, QuorumPacket packet) {
        quorum.send(link, packet);
    }

    /**
     * Sends a packet without identities.
     *
     * @param payload shared by all links that it is sent on; must not be changed. Null for none
     */
    public void send(long link, int code, long zxid, byte[] payload) {
        quorum.send(link, new QuorumPacket(code, zxid, payload, null));
    }

    /**
     * Sends a SNAP packet and the stream behind it; what is sent later queues behind that.
     *
     * @param label the zxid of the packet
     * @param source is closed by the port in any case
     */
    public void sendSnapshot(long link, long label, SnapshotSource source) {
        quorum.sendSnapshot(link, label, source);
    }

    /** Ends a link: what was sent before still leaves, if the other end takes it soon, and nothing more is told of it. */
    public void unlink(long link, String why) {
        quorum.unlink(link, why);
    }

    /** Runs it on the driver's thread when all that has arrived by now has been told; never if the port is closed before. */
    public void catchUp(Runnable told) {
        sockets.afterNextLook(told);
    }

    /** What was sent since the last time leaves now: once per step. */
    public void flush() {
        quorum.flush();
    }

    /** Ends all connections, and takes no new ones. Does nothing the second time. */
    public void leave() {
        if (left.getAndSet(true)) {
            return;
        }
        if (sockets.loop().inEventLoop()) {
            endConnections();
            return;
        }
        CountDownLatch ended = new CountDownLatch(1);
        boolean open = sockets.execute(() -> {
            endConnections();
            ended.countDown();
        });
        try {
            if (open) {
                ended.await(CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endConnections() {
        quorum.close(); // First: when their links end, those who follow look for another leader.
        election.close();
    }

    /** {@link #leave}, and ends all threads. Does nothing the second time. */
    @Override
    public void close() {
        leave();
        if (!closed.getAndSet(true)) {
            sockets.close();
            names.shutdownNow();
            snapshots.shutdownNow();
        }
    }
}
