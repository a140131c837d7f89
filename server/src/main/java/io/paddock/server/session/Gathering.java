package io.paddock.server.session;

/**
 * Whether writes go to the replica at once, or wait a moment for those of other clients.
 *
 * <p>Clients that were answered together, and ask again as soon as they are answered, come back one behind the other. What
 * the first of them asks waits for the rest, so that the other servers, and the disks of all, get one large batch instead of
 * a small one and the rest: a batch costs three forces and some thirty hand-offs between threads, however small it is.
 *
 * <p>Only clients that were answered just now are waited for, and of these only those that did not take their time after the
 * answer before; when nobody has come for {@link #GAP_NANOS} all are given up. So a lone client never waits.
 *
 * <p>Owned by its event loop. Times are given, in monotonic nanoseconds.
 */
final class Gathering {

    /** So many writes share what a batch costs: they wait for no more. */
    static final int WRITES_MAX = 64;

    /** A client that asks again within this time of an answer is expected to do so after the next one. */
    static final long SOON_NANOS = 1_000_000;

    static final long GAP_NANOS = 100_000;

    /** No write waits longer. */
    static final long WAIT_NANOS_MAX = 1_000_000;

    /** Counts how often all were given up. */
    private long round = 1;
    /** Clients that are expected in this round. */
    private int expected;

    private long answeredNanos;
    private long askedNanos;
    private boolean waiting;
    private long waitingSinceNanos;

    /** All that this client has asked is answered. */
    void answered(Connection connection, long nowNanos) {
        answeredNanos = nowNanos;
        connection.answered = true;
        connection.answeredNanos = nowNanos;
        if (connection.asksSoon && connection.expectedIn != round) {
            connection.expectedIn = round;
            expected++;
        }
    }

    /** A request has come. */
    void asked(Connection connection, long nowNanos) {
        askedNanos = nowNanos;
        if (connection.answered) {
            connection.answered = false;
            connection.asksSoon = nowNanos - connection.answeredNanos <= SOON_NANOS;
            left(connection);
        }
    }

    /** It is not expected any more. */
    void left(Connection connection) {
        if (connection.expectedIn == round) {
            connection.expectedIn = 0;
            expected--;
        }
    }

    /** Whether so many writes, more than none, wait. If not, they are to go now. */
    boolean waits(int writes, long nowNanos) {
        if (!waiting) {
            waitingSinceNanos = nowNanos;
        }
        waiting = expected > 0
                && writes < WRITES_MAX
                && nowNanos - answeredNanos < SOON_NANOS
                && nowNanos - askedNanos < GAP_NANOS
                && nowNanos - waitingSinceNanos < WAIT_NANOS_MAX;
        if (!waiting && writes < WRITES_MAX) {
            expected = 0;
            round++;
        }
        return waiting;
    }

    /** When those that wait may be given up; 0 if nothing waits. */
    long askAgainNanos() {
        return waiting ? Math.max(1, askedNanos + GAP_NANOS) : 0;
    }
}
