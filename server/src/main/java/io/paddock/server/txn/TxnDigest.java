package io.paddock.server.txn;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/** Digest of the whole tree after a transaction: version int32, treeDigest int64 (storage, section 7.3). */
public record TxnDigest(int version, long treeDigest) {

    /** The only version whose digests can be compared. */
    public static final int VERSION = 2;

    public static final int BYTES = 12;

    public static TxnDigest read(WireInput in) {
        return new TxnDigest(in.int32(), in.int64());
    }

    public void write(WireOutput out) {
        out.int32(version).int64(treeDigest);
    }
}
