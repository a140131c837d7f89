package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * Replace the data of a znode: path string, data buffer (may be null), version int32 (-1 for any). A null path is no
 * malformed request but an invalid path, which the server judges; in a {@link Multi} it is malformed.
 */
public record SetData(Path path, byte[] data, int version) implements ClientRequest {

    public static SetData read(WireInput in) {
        return new SetData(in.path(), in.buffer(), in.int32());
    }

    @Override
    public OpCode op() {
        return OpCode.SET_DATA;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).buffer(data).int32(version);
    }
}
