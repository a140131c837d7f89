package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireOutput;

/** Ask for the identities of this connection. */
public record WhoAmI() implements ClientRequest {

    @Override
    public OpCode op() {
        return OpCode.WHO_AM_I;
    }

    @Override
    public void write(WireOutput out) {
        // It has no fields.
    }
}
