package io.paddock.server.replica;

import io.paddock.server.txn.WriteRequest;

/**
 * Who waits at this peer for a transaction.
 *
 * @param request that became it; null if it came from elsewhere
 * @param connection of the session that it opens; else null
 */
record Waiting(WriteRequest request, Object connection) {

    static final Waiting NOBODY = new Waiting(null, null);
}
