package io.paddock.server.session;

/**
 * What a shard takes from its clients (server semantics, section 12).
 *
 * @param admission shared by all shards
 * @param largeRequests shared by all shards
 * @param eagerAclCheck writes that the tree forbids are refused here, without a transaction
 * @param frameBytesMax the longest frame that a client with this server's {@code jute.maxbuffer} accepts
 */
public record ShardLimits(
        Admission admission,
        LargeRequests largeRequests,
        RequestThrottleOptions throttle,
        boolean eagerAclCheck,
        int frameBytesMax,
        LimitListener listener) {

    public static final ShardLimits NONE = new ShardLimits(
            Admission.OPEN,
            LargeRequests.UNLIMITED,
            RequestThrottleOptions.OFF,
            false,
            Integer.MAX_VALUE,
            LimitListener.NOBODY);
}
