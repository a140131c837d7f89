package io.paddock.common;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * What clients see of a znode besides its data (client protocol, section 1.2), in wire order: czxid, mzxid int64; ctime,
 * mtime int64 (ms since 1970); version, cversion, aversion int32; ephemeralOwner int64; dataLength, numChildren int32;
 * pzxid int64.
 */
public record Stat(
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

    public static final int BYTES = 68;

    public static Stat read(WireInput in) {
        return new Stat(
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

    public void write(WireOutput out) {
        out.int64(czxid).int64(mzxid).int64(ctime).int64(mtime);
        out.int32(version).int32(cversion).int32(aversion);
        out.int64(ephemeralOwner);
        out.int32(dataLength).int32(numChildren);
        out.int64(pzxid);
    }
}
