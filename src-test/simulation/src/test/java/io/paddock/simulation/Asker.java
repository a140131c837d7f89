package io.paddock.simulation;

import io.paddock.server.replica.Answer;
import io.paddock.server.txn.WriteRequest;

/** Somebody who waits for the answer to one request. */
interface Asker extends WriteRequest.Origin {

    void onAnswer(SimPeer by, Answer answer);
}
