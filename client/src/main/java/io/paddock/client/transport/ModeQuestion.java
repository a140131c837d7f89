package io.paddock.client.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server by the four-letter word {@code isro} whether it takes writes, over a connection of its own.
 *
 * <p>Owned by the I/O thread.
 */
public final class ModeQuestion extends ChannelInboundHandlerAdapter {

    private static final byte[] WORD = "isro".getBytes(StandardCharsets.US_ASCII);
    private static final int ANSWER_BYTES_MAX = 16;

    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
    private final StringBuilder heard = new StringBuilder();

    private ModeQuestion() {}

    /** True if the server says {@code rw}; false for any other answer, or none within the limit. Never fails. */
    public static CompletableFuture<Boolean> takesWrites(
            ClientLoop loop, InetSocketAddress address, String host, ChannelSetup setup, long limitMs) {
        ModeQuestion question = new ModeQuestion();
        var connecting = new Bootstrap()
                .group(loop.eventLoop())
                .channel(loop.channelType())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limitMs)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        setup.install(made.pipeline(), host, address.getPort());
                        made.pipeline().addLast(question);
                    }
                })
                .connect(address);
        Channel channel = connecting.channel();
        connecting.addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess()) {
                question.answer.complete(false);
            }
        });
        channel.eventLoop().schedule(() -> question.answer.complete(false), limitMs, TimeUnit.MILLISECONDS);
        question.answer.whenComplete((yes, failure) -> channel.close());
        return question.answer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(WORD));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        heard.append(arrived.toString(StandardCharsets.US_ASCII));
        arrived.release();
        if (heard.length() > ANSWER_BYTES_MAX) {
            answer.complete(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        answer.complete(heard.toString().strip().equals("rw"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        answer.complete(false);
    }
}
