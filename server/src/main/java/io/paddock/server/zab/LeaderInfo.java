package io.paddock.server.zab;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * Data of LEADERINFO: int32 protocol version. Our leaders add int32 {@value #OURS}, which others pass over (asked of release
 * 3.9.5). It says three things:
 *
 * <ol>
 *   <li>The leader takes PINGs from a learner that has not acknowledged NEWLEADER, so it can show that it is still writing.
 *       Leaders of other makes would take the first packet for the acknowledgement (specification, quorum protocol 9.5).
 *   <li>It sends PINGs so often that its silence means something ({@link LeaderSilence}).
 *   <li>Its digests are computed as ours are, and foretold right.
 * </ol>
 */
record LeaderInfo(boolean ours) {

    private static final int OURS = 0x5041_4431;

    /** @param data null from leaders that say nothing */
    static LeaderInfo read(byte[] data) {
        if (data == null || data.length < 2 * Integer.BYTES) {
            return new LeaderInfo(false);
        }
        WireInput in = new WireInput(data);
        in.int32();
        return new LeaderInfo(in.int32() == OURS);
    }

    static byte[] ofOurs() {
        return new WireOutput(2 * Integer.BYTES)
                .int32(LearnerInfo.PROTOCOL_VERSION)
                .int32(OURS)
                .toByteArray();
    }
}
