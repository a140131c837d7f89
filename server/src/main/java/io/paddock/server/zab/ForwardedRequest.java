package io.paddock.server.zab;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * The data of a REQUEST: sessionId int64, cxid int32, opcode int32, and the request record as the client sent it.
 *
 * @param body to the end of the data
 */
public record ForwardedRequest(long sessionId, int cxid, int opCode, byte[] body) {

    /** Throws {@link io.paddock.common.wire.MalformedRecord}. */
    public static ForwardedRequest read(byte[] data) {
        WireInput in = new WireInput(data == null ? new byte[0] : data);
        long sessionId = in.int64();
        int cxid = in.int32();
        int opCode = in.int32();
        byte[] body = new byte[in.remaining()];
        System.arraycopy(data, in.position(), body, 0, body.length);
        return new ForwardedRequest(sessionId, cxid, opCode, body);
    }

    public byte[] toBytes() {
        WireOutput out = new WireOutput(16 + body.length);
        out.int64(sessionId).int32(cxid).int32(opCode).raw(body);
        return out.toByteArray();
    }
}
