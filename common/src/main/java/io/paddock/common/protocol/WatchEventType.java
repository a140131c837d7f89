package io.paddock.common.protocol;

import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;

/** What happened to a watched znode (client protocol, section 5.1). Only types that a server sends are listed. */
public enum WatchEventType {
    NODE_CREATED(1),
    NODE_DELETED(2),
    NODE_DATA_CHANGED(3),
    NODE_CHILDREN_CHANGED(4);

    private final int code;

    WatchEventType(int code) {
        this.code = code;
    }

    static WatchEventType read(WireInput in) {
        int code = in.int32();
        for (WatchEventType value : values()) {
            if (value.code == code) {
                return value;
            }
        }
        throw new MalformedRecord("there is no watch event " + code);
    }

    public int code() {
        return code;
    }
}
