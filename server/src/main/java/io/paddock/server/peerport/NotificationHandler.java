package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.election.Notification;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An election connection behind its greeting: frames with notifications (specification, quorum protocol 4.4). Of what is
 * read at once only the newest is told, so that nobody can flood this server. Owned by the event loop.
 */
final class NotificationHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationHandler.class);

    private static final int FRAME_BYTES_MAX = 524_288;

    private final ElectionPort port;
    private final ElectionPeer peer;
    private final Collected collected = new Collected();
    private Notification newest;
    private boolean closing;

    NotificationHandler(ElectionPort port, ElectionPeer peer) {
        this.port = port;
        this.peer = peer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = collected.add(ctx, (ByteBuf) message);
        while (!closing && in.readableBytes() >= Integer.BYTES) {
            int length = in.getInt(in.readerIndex());
            if (length < 1 || length > FRAME_BYTES_MAX) {
                reject(ctx, "a frame announces " + length + " bytes, 1 to " + FRAME_BYTES_MAX + " are allowed");
            } else if (in.readableBytes() < Integer.BYTES + length) {
                break;
            } else {
                byte[] payload = new byte[length];
                in.skipBytes(Integer.BYTES).readBytes(payload);
                take(payload);
            }
        }
        if (closing) {
            collected.release();
        } else {
            collected.trim();
        }
    }

    private void take(byte[] payload) {
        try {
            Notification notification = Notification.read(payload);
            if (notification.state() != null) {
                newest = notification;
            }
        } catch (MalformedRecord e) {
            LOG.debug("Server {} has sent no notification: {}", peer.sid(), e.getMessage());
        }
    }

    private void reject(ChannelHandlerContext ctx, String why) {
        closing = true;
        port.complaints().closing((InetSocketAddress) ctx.channel().remoteAddress(), why);
        ctx.close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Notification notification = newest;
        newest = null;
        if (notification != null && !closing) {
            peer.onHeard(ctx.channel(), notification);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        collected.release();
        peer.onBroken(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof java.io.IOException) {
            LOG.debug("The election connection with server {} broke: {}", peer.sid(), cause.getMessage());
        } else {
            LOG.error("The election connection with server {} ends for a defect.", peer.sid(), cause);
        }
        ctx.close();
    }
}
