package io.paddock.server.config;

/**
 * The queue in front of the pipeline (server semantics, section 12).
 *
 * @param requestsMax requests in the pipeline before others wait; 0 turns the throttle off
 * @param stallMs how often a waiting request looks again
 * @param dropStale drop requests that nobody waits for
 * @param staleWhenLate a request that waited longer than its session timeout is stale
 * @param staleWhenDisconnected a request whose connection is closed is stale
 * @param shutdownMs time to drain at the end
 * @param throttledAfterMs requests that waited longer are answered with ThrottledOp; 0 turns it off
 */
public record RequestThrottleConfig(
        int requestsMax,
        int stallMs,
        boolean dropStale,
        boolean staleWhenLate,
        boolean staleWhenDisconnected,
        long shutdownMs,
        int throttledAfterMs) {

    static RequestThrottleConfig read(Settings settings) {
        return new RequestThrottleConfig(
                settings.int32(Keys.THROTTLE_REQUESTS),
                settings.int32(Keys.THROTTLE_STALL),
                settings.flag(Keys.THROTTLE_DROP_STALE),
                settings.flag(Keys.STALE_LATENCY),
                settings.flag(Keys.STALE_CONNECTION),
                settings.int64(Keys.THROTTLE_SHUTDOWN),
                settings.int32(Keys.THROTTLED_OP_WAIT));
    }
}
