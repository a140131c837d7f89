package io.paddock.server.clientport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * What one client is sent, and what of it waits because the client does not take it.
 *
 * <p>Owned by its event loop.
 */
final class ClientOutput {

    private final ChannelHandlerContext context;

    private long writes;
    private boolean waitedAtLastLook;
    private long writesTaken;
    private long bytesTakenOfNext;

    ClientOutput(ChannelHandlerContext context) {
        this.context = context;
    }

    void send(byte[] bytes, int from, int length) {
        ByteBuf buffer = context.alloc().directBuffer(length);
        buffer.writeBytes(bytes, from, length);
        context.write(buffer, context.voidPromise());
        writes++;
    }

    /**
     * True if some of the output that waited at the last call is gone, which needs a client that reads: what waits, waits
     * because the socket was full. Output that the socket takes at once says nothing about the client.
     */
    boolean tookSome() {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        if (waiting == null) {
            return false;
        }
        long takenBefore = writesTaken;
        long bytesBefore = bytesTakenOfNext;
        boolean waitedBefore = waitedAtLastLook;
        writesTaken = writes - waiting.size();
        bytesTakenOfNext = waiting.currentProgress();
        waitedAtLastLook = !waiting.isEmpty();
        return waitedBefore && (writesTaken != takenBefore || bytesTakenOfNext != bytesBefore);
    }
}
