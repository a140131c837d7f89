package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Ask for the stat of a znode that may be missing: path string, watch boolean. */
public record Exists(Path path, boolean watch) implements ClientRequest {

    public static Exists read(WireInput in) {
        return new Exists(Required.path(in), in.bool());
    }

    @Override
    public OpCode op() {
        return OpCode.EXISTS;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).bool(watch);
    }
}
