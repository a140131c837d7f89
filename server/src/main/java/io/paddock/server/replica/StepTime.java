package io.paddock.server.replica;

/** The time of the events of a step, for all that it passes through. Owned by the replica thread. */
final class StepTime {

    private long nowMs;
    private long wallMs;

    void at(long newNowMs, long newWallMs) {
        nowMs = newNowMs;
        wallMs = newWallMs;
    }

    /** Of the monotonic clock. */
    long nowMs() {
        return nowMs;
    }

    /** Of the clock on the wall. */
    long wallMs() {
        return wallMs;
    }
}
