package io.paddock.testsupport;

import io.paddock.common.wire.WireInput;

/** A Stat as the wire carries it (client protocol, section 1.2). */
public record NodeStat(
        long czxid,
        long mzxid,
        long ctime,
        long mtime,
        int version,
        int cversion,
        int aversion,
        long ephemeralOwner,
        int dataLength,
        int numChildren,
        long pzxid) {

    public static NodeStat read(WireInput in) {
        return new NodeStat(
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int32(),
                in.int32(),
                in.int32(),
                in.int64(),
                in.int32(),
                in.int32(),
                in.int64());
    }
}
