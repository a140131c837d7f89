package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Delete a znode: path string, version int32 (-1 for any). */
public record Delete(Path path, int version) implements ClientRequest {

    public static Delete read(WireInput in) {
        return new Delete(Required.path(in), in.int32());
    }

    @Override
    public OpCode op() {
        return OpCode.DELETE;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).int32(version);
    }
}
