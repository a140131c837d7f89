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

    /** What a write that waits takes in memory beside its bytes, about. */
    private static final int WRITE_BYTES = 256;

    private final ChannelHandlerContext context;
    private final UntakenOutput shared;
    /** Waits behind output that the client had not taken when it came. Part of the shared sum. */
    private long untakenBytes;

    private boolean cutOff;
    private long writes;
    private boolean waitedAtLastLook;
    private long writesTaken;
    private long bytesTakenOfNext;

    ClientOutput(ChannelHandlerContext context, UntakenOutput shared) {
        this.context = context;
        this.shared = shared;
    }

    /**
     * Queues a copy of these bytes. Answers null, or why the connection is to be closed: then nothing more is queued. A
     * reply of any length may be sent to a client that has taken what was before.
     */
    String send(byte[] bytes, int from, int length) {
        if (cutOff) {
            return null;
        }
        boolean behindOther = !context.channel().isWritable();
        ByteBuf buffer = context.alloc().directBuffer(length);
        buffer.writeBytes(bytes, from, length);
        context.write(buffer, context.voidPromise());
        writes++;
        if (!behindOther) {
            return null;
        }
        String problem = setUntaken(Math.min(untakenBytes + length + WRITE_BYTES, waitingBytes()));
        cutOff = problem != null;
        return problem;
    }

    private long waitingBytes() {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes() + (long) WRITE_BYTES * waiting.size();
    }

    private String setUntaken(long bytes) {
        long before = untakenBytes;
        untakenBytes = bytes;
        return shared.change(before, bytes);
    }

    /** The client has taken what waited, or is gone. */
    void nothingWaits() {
        if (untakenBytes > 0) {
            setUntaken(0);
        }
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
