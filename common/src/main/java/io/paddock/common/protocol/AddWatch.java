package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Set a watch that stays: path string, mode int32. */
public record AddWatch(Path path, AddWatchMode mode) implements ClientRequest {

    public static AddWatch read(WireInput in) {
        return new AddWatch(Required.path(in), AddWatchMode.read(in));
    }

    @Override
    public OpCode op() {
        return OpCode.ADD_WATCH;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).int32(mode.code());
    }
}
