package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Add an identity to the connection: type int32 (ignored), scheme string, auth buffer (both may be null). */
public record Auth(int type, String scheme, byte[] auth) implements ClientRequest {

    public static Auth read(WireInput in) {
        return new Auth(in.int32(), in.string(), in.buffer());
    }

    @Override
    public OpCode op() {
        return OpCode.AUTH;
    }

    @Override
    public void write(WireOutput out) {
        out.int32(type).string(scheme).buffer(auth);
    }
}
