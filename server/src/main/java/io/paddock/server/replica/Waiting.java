package io.paddock.server.replica;

import io.paddock.server.txn.WriteRequest;

/**
 * Who waits at this peer for a transaction.
 *
 * @param request that became it; null, or one without an origin, if no client of this peer made it
 * @param connection of the session that it opens; else null
 */
record Waiting(WriteRequest request, Object connection) {

    static final Waiting NOBODY = new Waiting(null, null);
}
