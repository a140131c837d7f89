package io.paddock.server.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.paddock.server.metrics.Family;
import io.paddock.server.metrics.PrometheusText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP endpoint that Prometheus reads (operations, section 10.5): {@code GET /metrics}, nothing else. It has one
 * thread of its own, which may wait for the owners of what it is asked.
 */
public final class MetricsPort {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPort.class);

    private static final int REQUEST_BYTES_MAX = 8 << 10;
    private static final int IDLE_SECONDS = 60;
    private static final int CLOSE_MS_MAX = 2_000;

    private final Supplier<List<Family>> families;
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("paddock-metrics", true), NioIoHandler.newFactory());
    private Channel bound;

    /** @param families what there is to read now; asked on the thread of this port */
    public MetricsPort(Supplier<List<Family>> families) {
        this.families = families;
    }

    /** Answers the address, with the port that was chosen for port 0. */
    public InetSocketAddress bind(InetSocketAddress address) throws IOException {
        ChannelFuture binding = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        new ReadTimeoutHandler(IDLE_SECONDS),
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(REQUEST_BYTES_MAX),
                                        new Handler());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new IOException(address + ": " + binding.cause().getMessage(), binding.cause());
        }
        bound = binding.channel();
        return (InetSocketAddress) bound.localAddress();
    }

    public void close() throws InterruptedException {
        if (bound != null) {
            bound.close().awaitUninterruptibly(CLOSE_MS_MAX);
        }
        group.shutdownGracefully(0, CLOSE_MS_MAX, TimeUnit.MILLISECONDS).await(CLOSE_MS_MAX);
    }

    /** Owned by the thread of the port. */
    private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            FullHttpResponse response = answer(request);
            boolean keepAlive = HttpUtil.isKeepAlive(request);
            HttpUtil.setContentLength(response, response.content().readableBytes());
            HttpUtil.setKeepAlive(response, keepAlive);
            if (request.method().equals(HttpMethod.HEAD)) {
                response = response.replace(Unpooled.EMPTY_BUFFER);
            }
            ChannelFuture written = context.writeAndFlush(response);
            if (!keepAlive) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        private FullHttpResponse answer(FullHttpRequest request) {
            if (!request.decoderResult().isSuccess()) {
                return response(HttpResponseStatus.BAD_REQUEST, "");
            }
            QueryStringDecoder query = new QueryStringDecoder(request.uri());
            if (!query.path().equals("/metrics")) {
                return response(HttpResponseStatus.NOT_FOUND, "");
            }
            if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
                return response(HttpResponseStatus.METHOD_NOT_ALLOWED, "");
            }
            Set<String> names = Set.copyOf(query.parameters().getOrDefault("name[]", List.of()));
            try {
                FullHttpResponse response = response(HttpResponseStatus.OK, PrometheusText.of(families.get(), names));
                response.headers().set(HttpHeaderNames.CONTENT_TYPE, PrometheusText.CONTENT_TYPE);
                return response;
            } catch (IllegalStateException unanswered) {
                LOG.warn("The metrics were not answered: {}", unanswered.getMessage());
                return response(HttpResponseStatus.SERVICE_UNAVAILABLE, "");
            }
        }

        private static FullHttpResponse response(HttpResponseStatus status, String text) {
            ByteBuf content = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
            return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("A reader of the metrics is gone: {}", cause.toString());
            context.close();
        }
    }
}
