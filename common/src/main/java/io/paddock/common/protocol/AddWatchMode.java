package io.paddock.common.protocol;

import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;

/** Which watch {@link AddWatch} sets: on the znode and its list of children, or on it and all below it. */
public enum AddWatchMode {
    PERSISTENT(0),
    PERSISTENT_RECURSIVE(1);

    private final int code;

    AddWatchMode(int code) {
        this.code = code;
    }

    static AddWatchMode read(WireInput in) {
        int code = in.int32();
        for (AddWatchMode value : values()) {
            if (value.code == code) {
                return value;
            }
        }
        throw new MalformedRecord("there is no watch mode " + code);
    }

    public int code() {
        return code;
    }
}
