package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireOutput;

/** Show that the client lives. */
public record Ping() implements ClientRequest {

    @Override
    public OpCode op() {
        return OpCode.PING;
    }

    @Override
    public void write(WireOutput out) {
        // It has no fields.
    }
}
