package io.paddock.server.txn;

import io.paddock.common.OpCode;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Header of a transaction: sessionId int64, cxid int32, zxid int64, timeMs int64 (wall clock), type int32. */
public record TxnHeader(long sessionId, int cxid, long zxid, long timeMs, OpCode type) {

    public static final int BYTES = 32;

    public static TxnHeader read(WireInput in) {
        long sessionId = in.int64();
        int cxid = in.int32();
        long zxid = in.int64();
        long timeMs = in.int64();
        int code = in.int32();
        OpCode type = OpCode.of(code);
        if (type == null) {
            throw new MalformedRecord("the transaction has the unknown type " + code);
        }
        return new TxnHeader(sessionId, cxid, zxid, timeMs, type);
    }

    public void write(WireOutput out) {
        out.int64(sessionId).int32(cxid).int64(zxid).int64(timeMs).int32(type.code());
    }
}
