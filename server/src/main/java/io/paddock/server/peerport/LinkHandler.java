package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.storage.ReceivedSnapshot;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a quorum port, as far as it receives: packets, and the stream behind SNAP. One that was accepted becomes a
 * link with its first packet, which must be that of a learner. Owned by the event loop.
 */
final class LinkHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);

    private final QuorumPort port;
    private final Collected collected = new Collected();
    private ChannelHandlerContext context;
    /** Null until it is known that the other end is a learner. */
    private Link link;

    private InetSocketAddress remote;
    private boolean closing;
    private SnapshotReceiving receiving;

    /** @param link that was dialled; null if the connection was accepted */
    LinkHandler(QuorumPort port, Link link) {
        this.port = port;
        this.link = link;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (link != null) {
            remote = link.remote();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (link != null) {
            return; // This server has dialled: it knows who is there.
        }
        remote = (InetSocketAddress) ctx.channel().remoteAddress();
        if (remote == null) {
            ctx.close(); // It left before we looked.
            return;
        }
        port.strangers().enter(ctx.channel(), remote);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        take((ByteBuf) message);
    }

    /** Takes ownership. */
    private void take(ByteBuf incoming) {
        if (isDeaf()) {
            incoming.release();
        } else if (receiving != null) {
            // A snapshot that is not taken as fast as it comes stays with the other end.
            context.channel().config().setAutoRead(receiving.offer(incoming));
        } else {
            takePackets(collected.add(context, incoming));
        }
    }

    private boolean isDeaf() {
        return closing || remote == null || link != null && link.ended();
    }

    private void takePackets(ByteBuf in) {
        try {
            while (!isDeaf() && receiving == null) {
                if (link == null) {
                    needLearner(in);
                }
                QuorumPacket packet = port.codec().tryRead(in);
                if (packet == null) {
                    break;
                }
                onPacket(packet);
            }
        } catch (MalformedRecord e) {
            reject(e.getMessage());
        }
        if (isDeaf()) {
            collected.release();
        } else if (receiving != null) {
            receiving.offer(collected.takeAll());
        } else {
            if (link != null && in.isReadable()) {
                port.tellMoved(link); // A long packet on a slow line is no silence.
            }
            collected.trim();
        }
    }

    private void needLearner(ByteBuf in) {
        if (in.readableBytes() >= Integer.BYTES) {
            int code = in.getInt(in.readerIndex());
            if (code != PacketType.FOLLOWER_INFO.code() && code != PacketType.OBSERVER_INFO.code()) {
                throw new MalformedRecord("it begins with a packet of type " + code + ", as no learner does");
            }
        }
    }

    private void onPacket(QuorumPacket packet) {
        if (link == null) {
            if (!port.strangers().leave(context.channel(), remote)) {
                return;
            }
            link = port.accept(context.channel(), packet);
        }
        if (packet.type() != PacketType.SNAP) {
            port.tell(link, packet, null);
        } else if (link.dialled() == EnsembleRole.INBOUND) {
            throw new MalformedRecord("a learner sends a snapshot");
        } else {
            receive(packet);
        }
    }

    private void receive(QuorumPacket snap) {
        LOG.info("A snapshot comes from {}", link);
        receiving = port.receive(snap, new SnapshotReceiving.Outcome() {
            @Override
            public void received(ReceivedSnapshot snapshot, ByteBuf rest) {
                onReceived(snap, snapshot, rest);
            }

            @Override
            public void failed(String why) {
                if (!isDeaf()) {
                    if (receiving != null) { // Null if it has failed at once.
                        receiving.abort();
                    }
                    port.end(link, why);
                }
            }

            @Override
            public void moved() {
                port.tellMoved(link);
            }

            @Override
            public void wantMore() {
                context.channel().config().setAutoRead(true);
            }
        });
    }

    private void onReceived(QuorumPacket snap, ReceivedSnapshot snapshot, ByteBuf rest) {
        if (isDeaf()) {
            rest.release();
            return;
        }
        SnapshotReceiving finished = receiving;
        receiving = null;
        port.tell(link, snap, snapshot);
        take(rest);
        for (ByteBuf chunk = finished.takeRest(); chunk != null; chunk = finished.takeRest()) {
            take(chunk);
        }
        context.channel().config().setAutoRead(true);
    }

    private void reject(String why) {
        closing = true;
        port.complaints().closing(remote, why);
        if (link != null) {
            port.end(link, why);
        } else {
            port.strangers().leave(context.channel(), remote);
            context.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (link != null && ctx.channel().isWritable()) {
            ctx.channel().eventLoop().execute(link::drain); // Not now: the link itself may be writing.
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        boolean began = collected.release();
        if (receiving != null) {
            receiving.abort();
        }
        if (link != null) {
            port.end(link, "closed by the other end");
            link.onInactive();
        } else if (remote != null && port.strangers().leave(ctx.channel(), remote)) {
            if (began) {
                port.complaints().closing(remote, "it left within its first packet");
            } else {
                LOG.debug("{} has connected to the quorum port and left", remote);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Channel channel = ctx.channel();
        if (!(cause instanceof java.io.IOException)) {
            LOG.error("The connection with {} ends for a defect of this server.", remote, cause);
        }
        if (link != null) {
            port.end(link, cause.getMessage());
        } else {
            channel.close();
        }
    }
}
