package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Ask for the access control list and the stat: path string. */
public record GetAcl(Path path) implements ClientRequest {

    public static GetAcl read(WireInput in) {
        return new GetAcl(Required.path(in));
    }

    @Override
    public OpCode op() {
        return OpCode.GET_ACL;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path);
    }
}
