package io.paddock.server.zab;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * Data of LEADERINFO: int32 protocol version. Our leaders add int32 {@value #TAKES_PINGS}, which others pass over: they take
 * PINGs from a learner that has not acknowledged NEWLEADER, so it can show that it is still writing. Leaders of other makes
 * would take the first packet for the acknowledgement (specification, quorum protocol 9.5).
 */
record LeaderInfo(boolean takesPings) {

    private static final int TAKES_PINGS = 0x5041_4431;

    /** @param data null from leaders that say nothing */
    static LeaderInfo read(byte[] data) {
        if (data == null || data.length < 2 * Integer.BYTES) {
            return new LeaderInfo(false);
        }
        WireInput in = new WireInput(data);
        in.int32();
        return new LeaderInfo(in.int32() == TAKES_PINGS);
    }

    static byte[] ours() {
        return new WireOutput(2 * Integer.BYTES)
                .int32(LearnerInfo.PROTOCOL_VERSION)
                .int32(TAKES_PINGS)
                .toByteArray();
    }
}
