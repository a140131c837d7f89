package io.paddock.server.session;

import io.paddock.common.OpCode;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.wire.WireInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The far end of a connection to a {@link HandDrivenShard}: what it was sent, and whether it is still read. */
final class HandDrivenClient implements ClientLink {

    final List<byte[]> frames = new ArrayList<>();
    private final HandDrivenShard server;
    Connection connection;
    boolean closed;
    boolean isRead = true;
    /** Does it take what it is sent? */
    boolean takes = true;
    /** Why the last frame closes the connection, or null. */
    String problem;

    HandDrivenClient(HandDrivenShard server) {
        this.server = server;
    }

    void send(int xid, ClientRequest request) {
        server.send(this, xid, request.op(), request);
    }

    void send(int xid, OpCode type, ClientRequest request) {
        server.send(this, xid, type, request);
    }

    void call(int xid, ClientRequest request) {
        server.call(this, xid, request);
    }

    /** The client ends the connection. */
    void disconnect() {
        closed = true;
        server.shard.disconnected(connection);
    }

    /** The headers of the replies since the last question. */
    List<ReplyHeader> takeReplies() {
        List<ReplyHeader> headers = frames.stream()
                .map(frame -> ReplyHeader.read(new WireInput(frame)))
                .toList();
        frames.clear();
        return headers;
    }

    List<Integer> takeXids() {
        return takeReplies().stream().map(ReplyHeader::xid).toList();
    }

    @Override
    public void send(byte[] bytes, int from, int length) {
        WireInput in = new WireInput(Arrays.copyOfRange(bytes, from, from + length));
        while (in.remaining() > 0) {
            int frame = in.int32();
            int start = length - in.remaining();
            frames.add(Arrays.copyOfRange(bytes, from + start, from + start + frame));
            in.skip(frame);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isWritable() {
        return takes;
    }

    @Override
    public boolean tookOutput() {
        return false;
    }

    @Override
    public void wantFrames(boolean wanted) {
        isRead = wanted;
    }
}
