package io.paddock.server.replica;

/**
 * The end of a connect request.
 *
 * @param connection that asked
 * @param timeoutMs 0 if the session is refused
 */
public record SessionOpened(Object connection, long sessionId, int timeoutMs) {

    public boolean refused() {
        return timeoutMs == 0;
    }
}
