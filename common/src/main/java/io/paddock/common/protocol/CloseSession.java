package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireOutput;

/** End the session and delete its ephemeral znodes. */
public record CloseSession() implements ClientRequest {

    @Override
    public OpCode op() {
        return OpCode.CLOSE_SESSION;
    }

    @Override
    public void write(WireOutput out) {
        // It has no fields.
    }
}
