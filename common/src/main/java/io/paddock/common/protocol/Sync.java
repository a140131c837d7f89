package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Wait until the contacted server has what the leader has committed: path string, also null, sent back as it is. */
public record Sync(Path path) implements ClientRequest {

    public static Sync read(WireInput in) {
        return new Sync(in.path());
    }

    @Override
    public OpCode op() {
        return OpCode.SYNC;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path);
    }
}
