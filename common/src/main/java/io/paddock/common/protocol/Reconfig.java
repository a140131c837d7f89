package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * Change the membership: joining, leaving, newMembers strings (each may be null), curConfigId int64 (-1 for any). With
 * newMembers the other two lists mean nothing.
 */
public record Reconfig(String joining, String leaving, String newMembers, long curConfigId) implements ClientRequest {

    public static Reconfig read(WireInput in) {
        return new Reconfig(in.string(), in.string(), in.string(), in.int64());
    }

    @Override
    public OpCode op() {
        return OpCode.RECONFIG;
    }

    @Override
    public void write(WireOutput out) {
        out.string(joining).string(leaving).string(newMembers).int64(curConfigId);
    }
}
