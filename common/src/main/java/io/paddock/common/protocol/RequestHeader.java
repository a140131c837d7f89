package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * What precedes every request but the first: xid int32, type int32. The xid is any number that the client likes, and the
 * type may be unknown.
 */
public record RequestHeader(int xid, int type) {

    public static final int BYTES = 8;

    /** The xid of pings: their reply has it whatever the request had. */
    public static final int PING_XID = -2;

    /** The xid that most clients give to auth packets. */
    public static final int AUTH_XID = -4;

    /** The xid that the C client gives to setWatches. */
    public static final int SET_WATCHES_XID = -8;

    public static RequestHeader read(WireInput in) {
        return new RequestHeader(in.int32(), in.int32());
    }

    public void write(WireOutput out) {
        out.int32(xid).int32(type);
    }

    /** The operation, or null if the type is unknown. */
    public OpCode op() {
        return OpCode.of(type);
    }
}
