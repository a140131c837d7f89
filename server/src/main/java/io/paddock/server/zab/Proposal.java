package io.paddock.server.zab;

import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.WriteRequest;

/**
 * A transaction on its way to agreement. Immutable.
 *
 * @param payload the transaction, encoded once for the log and for all peers; must not be changed
 * @param request that asked for it, here; null if it came from elsewhere
 */
public record Proposal(LoggedTxn txn, byte[] payload, WriteRequest request) {

    public static Proposal of(LoggedTxn txn, WriteRequest request) {
        return new Proposal(txn, txn.encode(), request);
    }

    public long zxid() {
        return txn.zxid();
    }
}
