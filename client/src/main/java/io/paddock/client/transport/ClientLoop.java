package io.paddock.client.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The I/O thread of any number of clients: one daemon thread, {@code paddock-client-io}. Whoever opens one closes it,
 * after its clients. Clients without one of their own use a loop that the first of them starts and the last one ends.
 *
 * <p>Usable by any thread.
 */
public final class ClientLoop implements AutoCloseable {

    private static final int IDLE_S = 5;

    private final MultiThreadIoEventLoopGroup group;
    private final Class<? extends Channel> channelType;
    private final ThreadPoolExecutor workers =
            pool("paddock-client-callback", Math.max(4, Runtime.getRuntime().availableProcessors()));

    /** Apart from the callbacks: those may block, and a lost connection must be replaced all the same. */
    private final Resolver resolver = new Resolver(pool("paddock-client-resolve", 2));

    /** What ends with the loop. Owned by the I/O thread, as is the next one. */
    private final Set<Runnable> users = new LinkedHashSet<>();

    private boolean closed;

    private ClientLoop(IoHandlerFactory factory, Class<? extends Channel> channelType) {
        this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("paddock-client-io", true), factory);
        this.channelType = channelType;
    }

    /** On Linux with epoll, elsewhere with NIO. */
    public static ClientLoop open() {
        return Epoll.isAvailable()
                ? new ClientLoop(EpollIoHandler.newFactory(), EpollSocketChannel.class)
                : new ClientLoop(NioIoHandler.newFactory(), NioSocketChannel.class);
    }

    public EventLoop eventLoop() {
        return group.next();
    }

    /** Where callbacks run if the application names no executor: daemon threads that end when they are idle. */
    public Executor workerPool() {
        return workers;
    }

    public Resolver resolver() {
        return resolver;
    }

    Class<? extends Channel> channelType() {
        return channelType;
    }

    /** Runs this before the loop ends, at once if that has begun; until it is {@link #remove}d. On the I/O thread. */
    public void add(Runnable onClose) {
        if (closed) {
            onClose.run();
        } else {
            users.add(onClose);
        }
    }

    /** The same object that was added. On the I/O thread. */
    public void remove(Runnable onClose) {
        users.remove(onClose);
    }

    /** Ends the thread without waiting for it; clients that still use it end with it. */
    @Override
    public void close() {
        try {
            eventLoop().execute(() -> {
                closed = true;
                List.copyOf(users).forEach(Runnable::run);
            });
        } catch (RejectedExecutionException e) {
            // It was closed before.
        }
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }

    /** The queue holds at most one task per client or attempt to connect. */
    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(name, true));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
