package io.paddock.server.zab;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.ArrayList;
import java.util.List;

/** A session that was heard: sessionId int64, timeoutMs int32. A learner's PING carries any number of them. */
public record Touch(long sessionId, int timeoutMs) {

    /** Throws {@link io.paddock.common.wire.MalformedRecord}. */
    public static List<Touch> readAll(byte[] data) {
        if (data == null) {
            return List.of();
        }
        WireInput in = new WireInput(data);
        List<Touch> touches = new ArrayList<>(data.length / 12);
        while (in.remaining() > 0) {
            touches.add(new Touch(in.int64(), in.int32()));
        }
        return touches;
    }

    /** Never null: the answer to a PING has data of length 0 if nobody was heard. */
    public static byte[] toBytes(List<Touch> touches) {
        WireOutput out = new WireOutput(12 * touches.size());
        touches.forEach(touch -> out.int64(touch.sessionId).int32(touch.timeoutMs));
        return out.toByteArray();
    }
}
