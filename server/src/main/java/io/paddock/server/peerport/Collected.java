package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

/** Bytes of a connection that are no whole message yet. Nothing is allocated for an announced length. Owned by its loop. */
final class Collected {

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    /** Takes ownership of what has come, and answers all that is there: valid until {@link #trim}. */
    ByteBuf add(ChannelHandlerContext context, ByteBuf incoming) {
        if (bytes.isReadable()) {
            bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), bytes, incoming);
        } else {
            bytes.release();
            bytes = incoming;
        }
        return bytes;
    }

    /** Gives back what was read. */
    void trim() {
        if (!bytes.isReadable()) {
            release();
        }
    }

    /** Everything that is there; the caller releases it. */
    ByteBuf takeAll() {
        ByteBuf all = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return all;
    }

    /** True if there was anything. */
    boolean release() {
        boolean some = bytes.isReadable();
        bytes.release();
        bytes = Unpooled.EMPTY_BUFFER;
        return some;
    }
}
