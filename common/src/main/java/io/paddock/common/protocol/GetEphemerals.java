package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Ask for the ephemeral znodes of this session: prefix string, also null, compared as plain text. */
public record GetEphemerals(Path prefix) implements ClientRequest {

    public static GetEphemerals read(WireInput in) {
        return new GetEphemerals(in.path());
    }

    @Override
    public OpCode op() {
        return OpCode.GET_EPHEMERALS;
    }

    @Override
    public void write(WireOutput out) {
        out.path(prefix);
    }
}
