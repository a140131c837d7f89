package io.paddock.server.tree;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * What a snapshot keeps of a znode besides path, data and ACL (storage, section 1), in file order: czxid, mzxid int64;
 * ctime, mtime int64 (ms since 1970); version, cversion (children ever created), aversion int32; ephemeralOwner (marks
 * included, see {@link EphemeralOwner}), pzxid int64.
 */
public record StatPersisted(
        long czxid,
        long mzxid,
        long ctime,
        long mtime,
        int version,
        int cversion,
        int aversion,
        long ephemeralOwner,
        long pzxid) {

    public static final int BYTES = 60;

    // Where each field starts.
    static final int CZXID = 0;
    static final int MZXID = 8;
    static final int CTIME = 16;
    static final int MTIME = 24;
    static final int VERSION = 32;
    static final int CVERSION = 36;
    static final int AVERSION = 40;
    static final int OWNER = 44;
    static final int PZXID = 52;

    public static StatPersisted read(WireInput in) {
        return new StatPersisted(
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int32(),
                in.int32(),
                in.int32(),
                in.int64(),
                in.int64());
    }

    public void write(WireOutput out) {
        out.int64(czxid).int64(mzxid).int64(ctime).int64(mtime);
        out.int32(version).int32(cversion).int32(aversion);
        out.int64(ephemeralOwner).int64(pzxid);
    }
}
