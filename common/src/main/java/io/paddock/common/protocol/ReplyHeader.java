package io.paddock.common.protocol;

import io.paddock.common.ErrorCode;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** What precedes every reply but the first, and every notification: xid int32, zxid int64, err int32. */
public record ReplyHeader(int xid, long zxid, int err) {

    public static final int BYTES = 16;

    /** The xid of notifications. */
    public static final int NOTIFICATION_XID = -1;

    public ReplyHeader(int xid, long zxid, ErrorCode err) {
        this(xid, zxid, err.code());
    }

    public static ReplyHeader read(WireInput in) {
        return new ReplyHeader(in.int32(), in.int64(), in.int32());
    }

    public void write(WireOutput out) {
        out.int32(xid).int64(zxid).int32(err);
    }
}
