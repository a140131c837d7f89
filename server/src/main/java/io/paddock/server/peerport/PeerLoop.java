package io.paddock.server.peerport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The event loop of all connections between servers. It has no thread of its own: its driver, who owns what packets are for,
 * looks at the connections whenever it has nothing else to do. So neither a packet nor what is answered to it passes from
 * one thread to another (decision 0019).
 *
 * <p>Owned by its driver, but for {@link #wake}.
 */
public final class PeerLoop {

    private static final int CLOSE_MS_MAX = 2_000;
    private static final Runnable NOTHING = () -> {};

    /**
     * What is asked of connections may ask for more of the same, for as long as a snapshot is sent: its driver has other things
     * to do meanwhile.
     */
    private static final long TASKS_NANOS_MAX = 1_000_000;

    private final boolean epoll = Epoll.isAvailable();
    private final ManualIoEventLoop loop;
    private MeteredIo io;

    public PeerLoop() {
        IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loop = new ManualIoEventLoop(null, executor -> {
            io = new MeteredIo(factory.newHandler(executor));
            return io;
        });
    }

    /** One that a thread of that name, a daemon, drives until it is closed. For who has nothing else to do. */
    public static PeerLoop drivenBy(String name) {
        PeerLoop driven = new PeerLoop();
        Thread driver = driven.newDriver(name, () -> {
            while (!driven.isClosed()) {
                driven.run(Long.MAX_VALUE);
            }
        });
        driver.setDaemon(true);
        driver.start();
        return driven;
    }

    /** The thread, not started yet, that will drive this loop. */
    public Thread newDriver(String name, Runnable work) {
        Thread driver = new FastThreadLocalThread(work, name);
        loop.setOwningThread(driver);
        return driver;
    }

    /** Does what was asked of the connections since they were looked at, or the first of it: what was sent leaves. */
    public void runTasks() {
        loop.runNonBlockingTasks(TASKS_NANOS_MAX);
    }

    /**
     * Looks at the connections, and tells what has arrived. If nothing has and nothing is due, waits for it.
     *
     * @param nanosMax the longest wait; if it is not positive it does not wait
     * @return how many nanoseconds it has not waited, about
     */
    public long run(long nanosMax) {
        long startNanos = System.nanoTime();
        long waitedNanos = io.waitedNanos();
        if (nanosMax > 0) {
            loop.run(nanosMax, TASKS_NANOS_MAX); // Of 0 it would make a wait without end.
        } else {
            loop.runNow(TASKS_NANOS_MAX);
        }
        return System.nanoTime() - startNanos - (io.waitedNanos() - waitedNanos);
    }

    /** Lets the driver return from {@link #run}. Any thread. */
    public void wake() {
        if (!loop.inEventLoop()) {
            try {
                loop.execute(NOTHING);
            } catch (RejectedExecutionException closed) {
                // Nobody waits any more.
            }
        }
    }

    /** Whether the port is closed, and all its connections. Any thread. */
    public boolean isClosed() {
        return loop.isTerminated();
    }

    /** How often the connections were looked at. Driver only. */
    long looks() {
        return io.looks();
    }

    boolean isEpoll() {
        return epoll;
    }

    IoEventLoop loop() {
        return loop;
    }

    /** Ends all connections. Waits for its driver; called by that it returns at once, and the next {@link #run} does it. */
    public void close() {
        var closed = loop.shutdownGracefully(0, CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
        if (!loop.inEventLoop()) {
            closed.awaitUninterruptibly(CLOSE_MS_MAX);
        }
    }
}
