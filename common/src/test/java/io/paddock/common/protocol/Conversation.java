package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** Decodes the frames of one connection in both directions: it remembers which request a reply is for, by xid. */
final class Conversation {

    private final Map<Integer, Queue<OpCode>> pending = new HashMap<>();

    /** A decoded frame: a header (null in the handshake) and what follows it (null if nothing was decoded). */
    record Message(Object header, Object body) {

        /** The frame again, with its length. */
        byte[] encode() {
            WireOutput out = new WireOutput();
            out.int32(0);
            write(header, out);
            write(body, out);
            out.setInt32(0, out.size() - Integer.BYTES);
            return out.toByteArray();
        }

        private static void write(Object part, WireOutput out) {
            if (part instanceof RequestHeader header) {
                header.write(out);
            } else if (part instanceof ReplyHeader header) {
                header.write(out);
            } else if (part instanceof ConnectRequest request) {
                request.write(out);
            } else if (part instanceof ConnectResponse response) {
                response.write(out);
            } else if (part instanceof WatcherEvent event) {
                event.write(out);
            } else if (part instanceof ClientRequest request) {
                request.write(out);
            } else if (part instanceof ServerReply reply) {
                reply.write(out);
            }
        }
    }

    Message decode(Fixture.Frame frame) {
        WireInput in = new WireInput(frame.body());
        if (frame.title().equals("ConnectRequest")) {
            return new Message(null, ConnectRequest.read(in));
        }
        if (frame.title().equals("ConnectResponse")) {
            return new Message(null, ConnectResponse.read(in));
        }
        return frame.fromClient() ? request(in) : reply(in);
    }

    private Message request(WireInput in) {
        RequestHeader header = RequestHeader.read(in);
        OpCode op = header.op();
        if (op == null) {
            return new Message(header, null);
        }
        pending.computeIfAbsent(header.xid(), xid -> new ArrayDeque<>()).add(op);
        return new Message(header, ClientRequest.read(op, in));
    }

    private Message reply(WireInput in) {
        ReplyHeader header = ReplyHeader.read(in);
        if (header.xid() == ReplyHeader.NOTIFICATION_XID) {
            return new Message(header, WatcherEvent.read(in));
        }
        Queue<OpCode> asked = pending.get(header.xid());
        OpCode op = asked == null ? null : asked.remove();
        boolean hasBody = op != null && (header.err() == 0 || op == OpCode.SASL);
        return new Message(header, hasBody ? ServerReply.read(op, in) : null);
    }
}
