package io.paddock.server.session;

import io.paddock.common.OpCode;
import io.paddock.common.Path;

/** Told when a limit matters, to count it and to tell the operator. Called by the event loop of the shard alone. */
public interface LimitListener {

    /** Wants to know nothing. */
    LimitListener NOBODY = new LimitListener() {};

    /** A limit on the number of connections has closed one. */
    default void connectionRefused() {}

    /** The connection throttle refuses a connect request. */
    default void connectRefused(Connection connection) {}

    /** @param deficit tokens missing in the bucket of the connection throttle */
    default void connectAdmitted(int deficit) {}

    default void largeRequestRefused() {}

    /** A request has come to the head of the throttle's queue and cannot enter. */
    default void requestWaits() {}

    default void requestEntered(long waitedMs) {}

    /** Nobody waits for this request any more. */
    default void requestStale(boolean dropped) {}

    /** A request has waited too long and is answered ThrottledOp. */
    default void requestThrottled() {}

    /** The answer to a write has come for a connection that is gone. */
    default void replyStale() {}

    /**
     * A reply was sent that is longer than what clients accept by default.
     *
     * @param path what was asked for; null if the request names none
     * @param bytes of the reply, without the length of its frame
     */
    default void replyOverFrameLimit(OpCode type, Path path, int bytes) {}

    /**
     * A multiRead asks for more than this server can hold; its connection is closed.
     *
     * @param bytes of the reply so far
     */
    default void replyRefused(int bytes) {}

    /** Data was written that a client with the same limit may be unable to read back. */
    default void dataNearFrameLimit(Path path, int bytes) {}
}
