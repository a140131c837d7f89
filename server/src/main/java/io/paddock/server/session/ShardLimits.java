package io.paddock.server.session;

/**
 * What a shard takes from its clients (server semantics, section 12).
 *
 * @param admission shared by all shards
 * @param largeRequests shared by all shards
 * @param eagerAclCheck writes that the tree forbids are refused here, without a transaction
 * @param frameBytesMax the longest frame that a client with this server's {@code jute.maxbuffer} accepts
 * @param multiReadBytesMax a multiRead that asks for more is not answered: its request of a few bytes for each part could
 *     ask for more than any memory holds
 */
public record ShardLimits(
        Admission admission,
        LargeRequests largeRequests,
        RequestThrottleOptions throttle,
        boolean eagerAclCheck,
        int frameBytesMax,
        int multiReadBytesMax,
        LimitListener listener) {

    /** With replies of any length. */
    public ShardLimits(
            Admission admission,
            LargeRequests largeRequests,
            RequestThrottleOptions throttle,
            boolean eagerAclCheck,
            int frameBytesMax,
            LimitListener listener) {
        this(admission, largeRequests, throttle, eagerAclCheck, frameBytesMax, Integer.MAX_VALUE, listener);
    }

    public static final ShardLimits NONE = new ShardLimits(
            Admission.OPEN,
            LargeRequests.UNLIMITED,
            RequestThrottleOptions.OFF,
            false,
            Integer.MAX_VALUE,
            LimitListener.NOBODY);
}
