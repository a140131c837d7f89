package io.paddock.server.runtime;

import io.paddock.server.clientport.ConnectionThrottle;
import io.paddock.server.clientport.LargeRequestSum;
import io.paddock.server.config.LimitConfig;
import io.paddock.server.config.RequestThrottleConfig;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.session.LargeRequests;
import io.paddock.server.session.RequestThrottleOptions;
import io.paddock.server.session.ShardLimits;
import io.paddock.server.session.ShardOptions;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What the configuration lets clients take (server semantics, section 12). Numbers of requests are divided among the event
 * loops, so that no request touches anything that loops share; connect requests and large requests are counted over all.
 */
final class ClientLimits {

    /** Of one multiRead: far above what clients take by default, and so that a heap holds some of them at once. */
    private static final long MULTI_READ_BYTES_MAX = 256 << 20;

    private static final long MULTI_READ_PART_OF_HEAP = 16;

    private final ServerConfig config;
    private final int loops;
    private final ConnectionThrottle connectionThrottle;
    private final LargeRequests largeRequests;

    ClientLimits(ServerConfig config, int loops) {
        this.config = config;
        this.loops = loops;
        this.connectionThrottle = new ConnectionThrottle(
                config.connectionThrottle(),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                new SplittableRandom()::nextDouble);
        LimitConfig limits = config.limits();
        this.largeRequests = limits.largeRequestBytes() < 0
                ? LargeRequests.UNLIMITED
                : new LargeRequestSum(limits.largeRequestBytes(), limits.largeRequestsBytesMax());
    }

    void register(Metrics metrics) {
        metrics.gauge(Metric.CONNECTION_DROP_PROBABILITY, connectionThrottle::dropProbability);
    }

    /** Of one event loop, which owns the counters. */
    ShardOptions ofShard(Counters counters) {
        ShardLimits limits = new ShardLimits(
                connectionThrottle,
                largeRequests,
                throttle(),
                config.access().eagerAclCheck(),
                config.limits().recordBytesMax(),
                (int) Math.min(MULTI_READ_BYTES_MAX, Runtime.getRuntime().maxMemory() / MULTI_READ_PART_OF_HEAP),
                new LimitReports(counters, config.limits().recordBytesMax()));
        return new ShardOptions(
                config.sessions().timeoutMsMin(),
                config.sessions().timeoutMsMax(),
                share(config.limits().outstandingRequestsMax()),
                limits,
                config.ensemble() != null,
                config.ensemble() != null);
    }

    private RequestThrottleOptions throttle() {
        RequestThrottleConfig throttle = config.requestThrottle();
        return new RequestThrottleOptions(
                throttle.requestsMax() > 0 ? share(throttle.requestsMax()) : 0,
                throttle.dropStale(),
                throttle.staleWhenLate(),
                throttle.staleWhenDisconnected(),
                throttle.throttledAfterMs());
    }

    private int share(int ofServer) {
        return Math.max(1, ofServer / loops);
    }
}
