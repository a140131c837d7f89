package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** A step of a SASL exchange: token buffer (may be null). */
public record Sasl(byte[] token) implements ClientRequest {

    public static Sasl read(WireInput in) {
        return new Sasl(in.buffer());
    }

    @Override
    public OpCode op() {
        return OpCode.SASL;
    }

    @Override
    public void write(WireOutput out) {
        out.buffer(token);
    }
}
