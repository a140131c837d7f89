package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Ask whether this connection holds such a watch: path string, type int32. */
public record CheckWatches(Path path, WatchType type) implements ClientRequest {

    public static CheckWatches read(WireInput in) {
        return new CheckWatches(Required.path(in), WatchType.read(in));
    }

    @Override
    public OpCode op() {
        return OpCode.CHECK_WATCHES;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).int32(type.code());
    }
}
