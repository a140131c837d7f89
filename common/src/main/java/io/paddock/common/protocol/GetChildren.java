package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Ask for the names of the children: path string, watch boolean (ignored inside a {@link MultiRead}). */
public record GetChildren(Path path, boolean watch) implements ClientRequest {

    public static GetChildren read(WireInput in) {
        return new GetChildren(Required.path(in), in.bool());
    }

    @Override
    public OpCode op() {
        return OpCode.GET_CHILDREN;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).bool(watch);
    }
}
