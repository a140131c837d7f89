package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Ask for data and stat: path string, watch boolean (ignored inside a {@link MultiRead}). */
public record GetData(Path path, boolean watch) implements ClientRequest {

    public static GetData read(WireInput in) {
        return new GetData(Required.path(in), in.bool());
    }

    @Override
    public OpCode op() {
        return OpCode.GET_DATA;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).bool(watch);
    }
}
