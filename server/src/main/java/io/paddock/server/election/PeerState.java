package io.paddock.server.election;

/** What a peer says it is doing, in a {@link Notification}. */
public enum PeerState {
    LOOKING,
    FOLLOWING,
    LEADING,
    OBSERVING;

    private static final PeerState[] BY_CODE = values();

    public int code() {
        return ordinal();
    }

    /** Null for a number that means nothing. */
    static PeerState of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
