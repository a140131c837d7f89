package io.paddock.server.admin;

/** How a server serves, by the names that {@code srvr} and {@code mntr} show. */
public enum Mode {
    /** No quorum, or shutting down: nothing can be said about the tree. */
    NOT_SERVING("not serving", null),
    STANDALONE("standalone", null),
    LEADER("leader", "leading - broadcast"),
    FOLLOWER("follower", "following - broadcast"),
    OBSERVER("observer", "observing - broadcast"),
    READ_ONLY("read-only", null);

    private final String text;
    private final String peerState;

    Mode(String text, String peerState) {
        this.text = text;
        this.peerState = peerState;
    }

    public String text() {
        return text;
    }

    /** What a member does in its ensemble; null for a server that is in none, or has no part in it now. */
    String peerState() {
        return peerState;
    }
}
