package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Ask for the names of the children and the stat: path string, watch boolean. */
public record GetChildren2(Path path, boolean watch) implements ClientRequest {

    public static GetChildren2 read(WireInput in) {
        return new GetChildren2(Required.path(in), in.bool());
    }

    @Override
    public OpCode op() {
        return OpCode.GET_CHILDREN2;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).bool(watch);
    }
}
