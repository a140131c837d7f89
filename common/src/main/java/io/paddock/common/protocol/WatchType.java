package io.paddock.common.protocol;

import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;

/** Which watches {@link CheckWatches} and {@link RemoveWatches} mean (client protocol, section 3.8). */
public enum WatchType {
    /** Standard watches on the list of children. */
    CHILDREN(1),
    /** Standard watches on the znode itself, also those set while it was missing. */
    DATA(2),
    /** All watches on the path. */
    ANY(3),
    PERSISTENT(4),
    PERSISTENT_RECURSIVE(5);

    private final int code;

    WatchType(int code) {
        this.code = code;
    }

    static WatchType read(WireInput in) {
        int code = in.int32();
        for (WatchType value : values()) {
            if (value.code == code) {
                return value;
            }
        }
        throw new MalformedRecord("there is no watch type " + code);
    }

    public int code() {
        return code;
    }
}
