package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Insist on a version, only inside a {@link Multi}: path string, version int32 (-1 for any). */
public record CheckVersion(Path path, int version) implements ClientRequest {

    public static CheckVersion read(WireInput in) {
        return new CheckVersion(Required.path(in), in.int32());
    }

    @Override
    public OpCode op() {
        return OpCode.CHECK;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).int32(version);
    }
}
