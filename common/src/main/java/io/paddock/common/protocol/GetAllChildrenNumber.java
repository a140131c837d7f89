package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Ask for the number of all descendants: path string. */
public record GetAllChildrenNumber(Path path) implements ClientRequest {

    public static GetAllChildrenNumber read(WireInput in) {
        return new GetAllChildrenNumber(Required.path(in));
    }

    @Override
    public OpCode op() {
        return OpCode.GET_ALL_CHILDREN_NUMBER;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path);
    }
}
