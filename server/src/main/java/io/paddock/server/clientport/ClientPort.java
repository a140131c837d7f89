package io.paddock.server.clientport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.paddock.server.session.Connection;
import io.paddock.server.session.SessionShard;
import io.paddock.server.session.ShardMeter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The event loops that serve clients, each with its shard, and the sockets that accept for them. Any thread may call this;
 * the work is done by the loops.
 */
public final class ClientPort {

    private static final int REPORTS_PER_SESSION_TIMEOUT = 4;
    private static final int CLOSE_MS_MAX = 2_000;
    private static final int DRAIN_POLL_MS = 5;

    /** A loop without connections wakes for every so many pieces of the stream: until then it keeps them in memory. */
    private static final int UNTOLD_MAX = 16;

    /** One event loop and what it owns. */
    private static final class Loop {
        private final EventExecutor executor;
        private final LoopServices services;
        /** Set while a look at the stream is scheduled: the replica may extend it many times meanwhile. */
        private final AtomicBoolean awake = new AtomicBoolean();
        /** How often the stream was extended since the loop was told. Owned by the replica thread. */
        private int untold;

        private Loop(EventExecutor executor, LoopServices services) {
            this.executor = executor;
            this.services = services;
        }
    }

    private final MultiThreadIoEventLoopGroup group;
    private final Class<? extends ServerChannel> serverChannel;
    private final ClientPortOptions options;
    private final ConnectionLimits limits;
    private final Map<EventExecutor, Loop> loops = new HashMap<>();
    private final List<Loop> loopList = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<Channel> bound = Collections.synchronizedList(new ArrayList<>());

    /**
     * A port that does not serve before {@link #serve}: until then clients are turned away, and operators are answered.
     *
     * @param meters makes the meter of one loop
     * @param onFailure told when a loop breaks an invariant
     */
    public ClientPort(
            ClientPortOptions options,
            Supplier<ShardMeter> meters,
            WordPort words,
            long touchIntervalMs,
            Consumer<Throwable> onFailure) {
        this.options = options;
        this.limits = new ConnectionLimits(options.connectionsPerAddressMax(), options.connectionsMax());
        UntakenOutput untakenOutput = UntakenOutput.ofHeap(Runtime.getRuntime().maxMemory());
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        serverChannel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        group = new MultiThreadIoEventLoopGroup(
                options.ioThreads(), new DefaultThreadFactory("paddock-client-io", true), io);
        for (EventExecutor executor : group) {
            LoopServices services = new LoopServices(meters.get(), executor, limits, untakenOutput, words, onFailure);
            Loop loop = new Loop(executor, services);
            loops.put(executor, loop);
            loopList.add(loop);
            executor.scheduleAtFixedRate(
                    () -> loop.services.guarded(SessionShard::reportTouched),
                    touchIntervalMs,
                    touchIntervalMs,
                    TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Loads what the network library needs, its native part included, which takes as long as all the rest of a start. For
     * a thread of its own beside that rest; the constructor works without it, only later.
     */
    public static void prepare() {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        ServerChannel neverBound = epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, io);
        group.register(neverBound).awaitUninterruptibly();
        neverBound.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    }

    /** How often shards report the sessions they heard, so that none with this timeout is expired while it is heard. */
    public static long touchIntervalMs(int tickMs, int sessionTimeoutMsMin) {
        return Math.max(5, Math.min(tickMs / 2, sessionTimeoutMsMin / REPORTS_PER_SESSION_TIMEOUT));
    }

    /**
     * Serves with new shards from now on; connections of the former ones end.
     *
     * @param shards makes the shard of one loop, on that loop, for its meter
     */
    public void serve(Function<ShardMeter, SessionShard> shards) {
        for (Loop loop : loopList) {
            execute(loop, () -> loop.services.use(shards.apply(loop.services.meter())));
        }
    }

    /** Ends all connections, without closing their sessions, and turns new ones away. */
    public void stopServing() {
        for (Loop loop : loopList) {
            execute(loop, () -> loop.services.use(null));
        }
    }

    private static void execute(Loop loop, Runnable change) {
        try {
            loop.executor.execute(() -> {
                try {
                    change.run();
                } catch (RuntimeException | Error broken) {
                    loop.services.fail(broken);
                }
            });
        } catch (RejectedExecutionException ended) {
            // The port is closed: nobody is left.
        }
    }

    /** Accepts clients there from now on. Answers the address, with the port that was chosen for port 0. */
    public InetSocketAddress bind(InetSocketAddress address) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(serverChannel)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, options.keepAlive())
                .childOption(
                        ChannelOption.ALLOW_HALF_CLOSURE, true) // The frame handler closes, or answers a word first.
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        Loop loop = loops.get(channel.eventLoop());
                        channel.pipeline().addLast(new FrameHandler(loop.services, options));
                    }
                });
        if (options.backlog() > 0) {
            bootstrap.option(ChannelOption.SO_BACKLOG, options.backlog());
        }
        var binding = bootstrap.bind(address).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new IOException(binding.cause().getMessage(), binding.cause());
        }
        bound.add(binding.channel());
        return (InetSocketAddress) binding.channel().localAddress();
    }

    /** The stream has been extended: every loop that may care looks at it soon. */
    public void onApplied() {
        for (Loop loop : loopList) {
            if (loop.services.isIdle() && ++loop.untold < UNTOLD_MAX) {
                continue;
            }
            loop.untold = 0;
            if (loop.awake.compareAndSet(false, true)) {
                try {
                    loop.executor.execute(() -> {
                        loop.awake.set(false);
                        loop.services.guarded(SessionShard::onApplied);
                    });
                } catch (RejectedExecutionException ended) {
                    // The port is closed: nobody is left to be told, and the replica may still apply.
                }
            }
        }
    }

    /** Asks every shard, on its own loop. Nobody answers while this server does not serve. */
    public <T> CompletableFuture<List<T>> ask(Function<SessionShard, T> question) {
        List<CompletableFuture<Optional<T>>> answers = new ArrayList<>();
        for (Loop loop : loopList) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> Optional.ofNullable(loop.services.shard()).map(question), loop.executor));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** Where the client of that connection is. */
    public static InetSocketAddress remoteOf(Connection connection) {
        return ((FrameHandler) connection.link()).peer();
    }

    public int connections() {
        return limits.total();
    }

    /** Stops accepting; connections stay. */
    public void unbind() {
        for (Channel channel : List.copyOf(bound)) {
            channel.close().awaitUninterruptibly(CLOSE_MS_MAX);
        }
        bound.clear();
    }

    /** Reads no more requests, and waits for so long at most until those at the throttle have entered. */
    public void drain(long msMax) throws InterruptedException {
        long startNanos = System.nanoTime();
        ask(shard -> {
            shard.stopReading();
            return true;
        });
        try {
            while (sum(ask(SessionShard::throttled).get(CLOSE_MS_MAX, TimeUnit.MILLISECONDS)) > 0
                    && System.nanoTime() - startNanos < TimeUnit.MILLISECONDS.toNanos(msMax)) {
                Thread.sleep(DRAIN_POLL_MS);
            }
        } catch (ExecutionException | TimeoutException broken) {
            // A loop that does not answer has nothing to wait for.
        }
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    /** Closes all connections, without closing their sessions, and ends the loops. Does nothing the second time. */
    public void close() throws InterruptedException {
        if (closed.getAndSet(true)) {
            return;
        }
        unbind();
        List<Future<?>> closing = new ArrayList<>();
        for (Loop loop : loopList) {
            Callable<Void> closeAll = () -> {
                loop.services.guarded(SessionShard::closeAll);
                return null;
            };
            closing.add(loop.executor.submit(closeAll));
        }
        for (Future<?> future : closing) {
            try {
                future.get(CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException slow) {
                break; // The loops end below, whatever they do.
            }
        }
        group.shutdownGracefully(0, CLOSE_MS_MAX, TimeUnit.MILLISECONDS).await(CLOSE_MS_MAX);
    }
}
