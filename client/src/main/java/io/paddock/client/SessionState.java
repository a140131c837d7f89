package io.paddock.client;

/** Where a client stands with its session (specification, client protocol 6.4). */
public enum SessionState {
    /** No connection: before the first one, or after one was lost. The session may live on and its watches with it. */
    CONNECTING,
    /** Requests are answered, writes included. */
    CONNECTED,
    /** The server has lost its quorum: it answers reads, and refuses writes. Only for clients that allow it. */
    CONNECTED_READ_ONLY,
    /**
     * The session is over: its ephemeral znodes go, its watches are gone. Final, unless the client renews its session:
     * then {@link #CONNECTING} follows.
     */
    EXPIRED,
    /** The server refused an identity. Final. */
    AUTH_FAILED,
    /** The application closed the client. Final. */
    CLOSED;

    public boolean isConnected() {
        return this == CONNECTED || this == CONNECTED_READ_ONLY;
    }
}
