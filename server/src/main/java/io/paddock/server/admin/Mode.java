package io.paddock.server.admin;

/** How a server serves, by the names that {@code srvr} and {@code mntr} show. */
public enum Mode {
    /** No quorum, or shutting down: nothing can be said about the tree. */
    NOT_SERVING("not serving"),
    STANDALONE("standalone"),
    LEADER("leader"),
    FOLLOWER("follower"),
    OBSERVER("observer"),
    READ_ONLY("read-only");

    private final String text;

    Mode(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
