package io.paddock.server.peerport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What happens on the loop of all connections between servers, and how its sockets are set. Any thread may use it. */
final class Sockets {

    /** What may have been handed to a socket that does not take it; the rest waits where it is shared by all links. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);

    /** Read at once; a connection on which more has come is read on at the next look. */
    private static final int READ_BYTES_MAX = 256 << 10;

    private final PeerLoop peerLoop;
    private final EventLoop loop;
    private final boolean epoll;
    private final boolean keepAlive;
    private final int unackedMsMax;

    /** @param unackedMsMax a connection whose other end does not confirm what was sent breaks after so long, where possible */
    Sockets(PeerLoop peerLoop, boolean keepAlive, int unackedMsMax) {
        this.peerLoop = peerLoop;
        this.loop = peerLoop.loop();
        this.epoll = peerLoop.isEpoll();
        this.keepAlive = keepAlive;
        this.unackedMsMax = unackedMsMax;
    }

    EventLoop loop() {
        return loop;
    }

    /** Runs on the loop; not at all when the port is closed, and then answers false. */
    boolean execute(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** Runs on the loop when it has looked once more at all sockets, and has taken what was there. */
    void afterNextLook(Runnable task) {
        execute(() -> afterLook(peerLoop.looks(), task));
    }

    private void afterLook(long before, Runnable task) {
        if (peerLoop.looks() > before) {
            task.run();
        } else {
            loop.schedule(() -> afterLook(before, task), 1, TimeUnit.MILLISECONDS);
        }
    }

    /** @param accepted told of each new connection, on the loop */
    ServerBootstrap acceptor(Consumer<Channel> accepted) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, keepAlive)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, readSizes())
                .childHandler(initializer(accepted));
        if (epoll) {
            bootstrap.childOption(EpollChannelOption.TCP_USER_TIMEOUT, unackedMsMax);
        }
        return bootstrap;
    }

    /** Its connections read nothing until they are told to. */
    Bootstrap dialler() {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, keepAlive)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .option(ChannelOption.RECVBUF_ALLOCATOR, readSizes())
                .option(ChannelOption.AUTO_READ, false)
                .handler(initializer(dialled -> {}));
        if (epoll) {
            bootstrap.option(EpollChannelOption.TCP_USER_TIMEOUT, unackedMsMax);
        }
        return bootstrap;
    }

    private static AdaptiveRecvByteBufAllocator readSizes() {
        return new AdaptiveRecvByteBufAllocator(512, 4096, READ_BYTES_MAX);
    }

    private static ChannelInitializer<Channel> initializer(Consumer<Channel> told) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                told.accept(channel);
            }
        };
    }

    void close() {
        peerLoop.close();
    }
}
