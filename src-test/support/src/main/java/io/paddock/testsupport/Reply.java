package io.paddock.testsupport;

import io.paddock.common.wire.WireInput;
import java.util.Arrays;

/** A reply frame cut in two: its header (xid int32, zxid int64, err int32) and the bytes behind it. */
public record Reply(int xid, long zxid, int err, byte[] body) {

    public static final int NOTIFICATION = -1;

    public static Reply of(byte[] frame) {
        WireInput in = new WireInput(frame);
        return new Reply(in.int32(), in.int64(), in.int32(), Arrays.copyOfRange(frame, 16, frame.length));
    }

    public boolean isNotification() {
        return xid == NOTIFICATION;
    }

    public WireInput in() {
        return new WireInput(body);
    }

    /** The body as an event; only of a notification. */
    public Event event() {
        WireInput in = in();
        return new Event(in.int32(), in.int32(), in.string());
    }

    /** type int32, state int32, path string. */
    public record Event(int type, int state, String path) {

        public static final int CREATED = 1;
        public static final int DELETED = 2;
        public static final int DATA_CHANGED = 3;
        public static final int CHILDREN_CHANGED = 4;
    }
}
