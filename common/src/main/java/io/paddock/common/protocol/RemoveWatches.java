package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Remove the watches of a type from a path: path string, type int32. */
public record RemoveWatches(Path path, WatchType type) implements ClientRequest {

    public static RemoveWatches read(WireInput in) {
        return new RemoveWatches(Required.path(in), WatchType.read(in));
    }

    @Override
    public OpCode op() {
        return OpCode.REMOVE_WATCHES;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).int32(type.code());
    }
}
