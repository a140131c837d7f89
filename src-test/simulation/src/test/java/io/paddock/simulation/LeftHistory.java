package io.paddock.simulation;

/** Ends a process in the middle of a step: its tree is not that of the others. */
final class LeftHistory extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long zxid;

    LeftHistory(long zxid, String message) {
        super(message);
        this.zxid = zxid;
    }

    long zxid() {
        return zxid;
    }
}
