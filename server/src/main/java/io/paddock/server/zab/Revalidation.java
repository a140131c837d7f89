package io.paddock.server.zab;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** REVALIDATE: the question is sessionId int64, timeoutMs int32; the answer sessionId int64, valid boolean. */
public final class Revalidation {

    private Revalidation() {}

    /** Does this session still live? */
    public record Question(long sessionId, int timeoutMs) {

        /** Throws {@link io.paddock.common.wire.MalformedRecord}. */
        public static Question read(byte[] data) {
            WireInput in = new WireInput(data == null ? new byte[0] : data);
            return new Question(in.int64(), in.int32());
        }

        public byte[] toBytes() {
            WireOutput out = new WireOutput(12);
            out.int64(sessionId).int32(timeoutMs);
            return out.toByteArray();
        }
    }

    /** Whether it lives; if so, the learner that asked owns it now. */
    public record Answer(long sessionId, boolean valid) {

        /** Throws {@link io.paddock.common.wire.MalformedRecord}. */
        public static Answer read(byte[] data) {
            WireInput in = new WireInput(data == null ? new byte[0] : data);
            return new Answer(in.int64(), in.bool());
        }

        public byte[] toBytes() {
            WireOutput out = new WireOutput(9);
            out.int64(sessionId).bool(valid);
            return out.toByteArray();
        }
    }
}
