package io.paddock.server.replica;

import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.WriteRequest.Origin;

/**
 * The end of a write request.
 *
 * @param zxid of its transaction
 * @param outcome null if the session has moved to another connection: then this one is to be closed without a reply
 */
public record Answer(Origin origin, long zxid, Outcome outcome) {}
