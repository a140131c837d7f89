package io.paddock.server.session;

/** The time, as an event loop sees it. */
public interface ShardClock {

    /** Monotonic milliseconds. */
    long nowMs();

    /** Monotonic nanoseconds, for latencies. */
    long nanos();

    /** Milliseconds since 1970. */
    long wallMs();
}
