package io.paddock.common.protocol;

import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * The body of a notification: type int32, state int32, path string. Its header has the xid {@link
 * ReplyHeader#NOTIFICATION_XID}.
 */
public record WatcherEvent(WatchEventType type, int state, Path path) {

    /** The only state that a server sends. */
    public static final int SYNC_CONNECTED = 3;

    public WatcherEvent(WatchEventType type, Path path) {
        this(type, SYNC_CONNECTED, path);
    }

    public static WatcherEvent read(WireInput in) {
        return new WatcherEvent(WatchEventType.read(in), in.int32(), Required.path(in));
    }

    public void write(WireOutput out) {
        out.int32(type.code()).int32(state).path(path);
    }
}
