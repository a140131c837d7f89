package io.paddock.server.session;

/**
 * @param sessionTimeoutMsMin lower bound for negotiated timeouts
 * @param sessionTimeoutMsMax upper bound
 * @param outstandingMax unanswered requests with a positive xid of this shard above which a connection that has one is
 *     read no further
 */
public record ShardOptions(int sessionTimeoutMsMin, int sessionTimeoutMsMax, int outstandingMax, ShardLimits limits) {

    /** Without the limits that an operator turns on. */
    public ShardOptions(int sessionTimeoutMsMin, int sessionTimeoutMsMax, int outstandingMax) {
        this(sessionTimeoutMsMin, sessionTimeoutMsMax, outstandingMax, ShardLimits.NONE);
    }

    int negotiate(int wantedMs) {
        return Math.min(Math.max(wantedMs, sessionTimeoutMsMin), sessionTimeoutMsMax);
    }
}
