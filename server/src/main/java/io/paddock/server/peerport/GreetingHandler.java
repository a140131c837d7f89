package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.election.Greeting;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beginning of a connection that the election port has accepted: who is it? Owned by the event loop. */
final class GreetingHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(GreetingHandler.class);

    private final ElectionPort port;
    private final Collected collected = new Collected();
    private InetSocketAddress remote;
    private boolean done;

    GreetingHandler(ElectionPort port) {
        this.port = port;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        remote = (InetSocketAddress) ctx.channel().remoteAddress();
        if (remote == null) {
            ctx.close(); // It left before we looked.
            return;
        }
        port.strangers().enter(ctx.channel(), remote);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = collected.add(ctx, (ByteBuf) message);
        if (done || remote == null) {
            collected.release();
            return;
        }
        try {
            Greeting greeting = tryRead(in);
            if (greeting != null) {
                done = true;
                port.strangers().leave(ctx.channel(), remote);
                port.onGreeting(ctx.channel(), remote, greeting, collected.takeAll());
            }
        } catch (MalformedRecord e) {
            reject(ctx, e.getMessage());
        }
    }

    private static Greeting tryRead(ByteBuf in) {
        if (in.readableBytes() < Long.BYTES) {
            return null;
        }
        byte[] start = new byte[Math.min(in.readableBytes(), Greeting.PREFIX_BYTES)];
        in.getBytes(in.readerIndex(), start);
        int length = Greeting.bytes(start);
        if (length < 0 || in.readableBytes() < length) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return Greeting.read(bytes);
    }

    private void reject(ChannelHandlerContext ctx, String why) {
        done = true;
        if (port.strangers().leave(ctx.channel(), remote)) {
            port.complaints().closing(remote, why);
        }
        collected.release();
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        boolean began = !done && collected.release();
        done = true;
        if (remote != null && port.strangers().leave(ctx.channel(), remote)) {
            if (began) {
                port.complaints().closing(remote, "it left within its greeting");
            } else {
                LOG.debug("{} has connected to the election port and left", remote);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof java.io.IOException) {
            LOG.debug("{} broke: {}", remote, cause.getMessage());
        } else {
            LOG.error("The connection of {} ends for a defect of this server.", remote, cause);
        }
        ctx.close();
    }
}
