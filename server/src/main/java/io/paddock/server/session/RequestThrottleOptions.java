package io.paddock.server.session;

/**
 * @param requestsMax requests of one shard that may be admitted and not yet answered; 0 or less turns the throttle off
 * @param dropStale a stale request is not carried out, and its connection is closed
 * @param staleWhenLate a request that has waited longer than its session timeout is stale
 * @param staleWhenDisconnected a request whose connection is gone is stale
 * @param throttledAfterMs a request that waited longer is answered ThrottledOp; 0 or less turns this off
 */
public record RequestThrottleOptions(
        int requestsMax,
        boolean dropStale,
        boolean staleWhenLate,
        boolean staleWhenDisconnected,
        long throttledAfterMs) {

    public static final RequestThrottleOptions OFF = new RequestThrottleOptions(0, true, false, true, 0);
}
