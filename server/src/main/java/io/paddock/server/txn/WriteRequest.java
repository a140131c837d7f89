package io.paddock.server.txn;

import io.paddock.common.AuthId;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.ClientRequest;
import java.util.List;

/**
 * A request that wants a zxid, as it reaches the replica. Immutable.
 *
 * @param origin who gets the answer, compared by identity; null for requests of the server itself
 * @param sessionId 0 for requests of the server itself
 * @param type of the request; also known when the body could not be decoded
 * @param body null if it could not be decoded
 * @param identities of the connection, as they were when the frame was received
 */
public record WriteRequest(
        Origin origin, long sessionId, int cxid, OpCode type, ClientRequest body, List<AuthId> identities) {

    /** Marks the objects that may stand behind a request: the replica hands them back and knows nothing of them. */
    public interface Origin {}
}
