package io.paddock.server.txn;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * A transaction as log records, proposals and DIFF packets carry it: header, body, and perhaps the digest of the tree
 * after it (storage, section 4.2).
 *
 * @param digest null if there is none
 */
public record LoggedTxn(TxnHeader header, Txn txn, TxnDigest digest) {

    public long zxid() {
        return header.zxid();
    }

    /** Throws {@link io.paddock.common.wire.MalformedRecord} if the payload is no transaction. */
    public static LoggedTxn decode(byte[] payload) {
        WireInput in = new WireInput(payload);
        TxnHeader header = TxnHeader.read(in);
        Txn txn = TxnReader.read(header.type(), in);
        TxnDigest digest = in.remaining() == TxnDigest.BYTES ? TxnDigest.read(in) : null;
        return new LoggedTxn(header, txn, digest);
    }

    public byte[] encode() {
        WireOutput out = new WireOutput(160);
        header.write(out);
        txn.write(out);
        if (digest != null) {
            digest.write(out);
        }
        return out.toByteArray();
    }
}
