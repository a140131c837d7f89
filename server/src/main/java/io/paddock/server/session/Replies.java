package io.paddock.server.session;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.MultiHeader;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.protocol.WatcherEvent;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.txn.Outcome;

/** Frames from the server: their length is known only behind them, so it is patched in. */
final class Replies {

    private Replies() {}

    /** Begins a frame: answers its start, which {@link #end} wants back. */
    static int begin(WireOutput out, int xid, long zxid, int err) {
        int start = out.size();
        out.int32(0).int32(xid).int64(zxid).int32(err);
        return start;
    }

    /** Makes the frame that starts there an error without body. */
    static void fail(WireOutput out, int start, int err) {
        out.truncate(start + Integer.BYTES + ReplyHeader.BYTES);
        out.setInt32(start + Integer.BYTES + 12, err);
    }

    static void end(WireOutput out, int start) {
        out.setInt32(start, out.size() - start - Integer.BYTES);
    }

    static void event(WireOutput out, WatchEventType type, Path path, long zxid) {
        int start = begin(out, ReplyHeader.NOTIFICATION_XID, zxid, 0);
        new WatcherEvent(type, WatcherEvent.SYNC_CONNECTED, path).write(out);
        end(out, start);
    }

    /** The body of the reply to a write that succeeded. */
    static void written(WireOutput out, OpCode request, Outcome outcome) {
        switch (request) {
            case CREATE -> out.path(outcome.path());
            case CREATE2, CREATE_CONTAINER, CREATE_TTL -> {
                out.path(outcome.path());
                outcome.stat().write(out);
            }
            case SET_DATA, SET_ACL -> outcome.stat().write(out);
            case MULTI -> multi(out, outcome);
            default -> {
                // Delete, closeSession: the header says it all.
            }
        }
    }

    private static void multi(WireOutput out, Outcome multi) {
        for (Outcome part : multi.parts()) {
            part(out, part);
        }
        MultiHeader.CLOSING.write(out);
    }

    private static void part(WireOutput out, Outcome part) {
        OpCode type = part.type();
        if (type == OpCode.ERROR) {
            // The code stands twice, and err 0 is what parts before the failing one have.
            multiHeader(out, OpCode.ERROR, part.err());
            out.int32(part.err());
            return;
        }
        boolean withStat = type == OpCode.CREATE2 || type == OpCode.CREATE_CONTAINER || type == OpCode.CREATE_TTL;
        multiHeader(out, withStat ? OpCode.CREATE2 : type, 0);
        written(out, type, part);
    }

    static void multiHeader(WireOutput out, OpCode type, int err) {
        out.int32(type.code()).bool(false).int32(err);
    }
}
