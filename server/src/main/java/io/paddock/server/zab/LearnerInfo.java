package io.paddock.server.zab;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Who a learner is: sid int64, protocolVersion int32, configVersion int64 (of its current configuration). */
public record LearnerInfo(long sid, int protocolVersion, long configVersion) {

    /** The only version in use since release 3.4. */
    public static final int PROTOCOL_VERSION = 0x10000;

    /** Throws {@link io.paddock.common.wire.MalformedRecord}, also for the short forms of releases before 3.4. */
    public static LearnerInfo read(byte[] data) {
        WireInput in = new WireInput(data == null ? new byte[0] : data);
        return new LearnerInfo(in.int64(), in.int32(), in.int64());
    }

    public byte[] toBytes() {
        WireOutput out = new WireOutput(20);
        out.int64(sid).int32(protocolVersion).int64(configVersion);
        return out.toByteArray();
    }
}
