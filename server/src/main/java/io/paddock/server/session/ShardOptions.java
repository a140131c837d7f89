package io.paddock.server.session;

/**
 * @param sessionTimeoutMsMin lower bound for negotiated timeouts
 * @param sessionTimeoutMsMax upper bound
 * @param outstandingMax unanswered requests with a positive xid of this shard above which a connection that has one is
 *     read no further
 * @param replicaSyncs the replica is asked for each sync: others may know of more. Alone, this server knows all
 * @param gathersWrites writes wait a moment for those of clients that will ask at once: where a batch is dear
 */
public record ShardOptions(
        int sessionTimeoutMsMin,
        int sessionTimeoutMsMax,
        int outstandingMax,
        ShardLimits limits,
        boolean replicaSyncs,
        boolean gathersWrites) {

    /** Without the limits that an operator turns on. */
    public ShardOptions(int sessionTimeoutMsMin, int sessionTimeoutMsMax, int outstandingMax) {
        this(sessionTimeoutMsMin, sessionTimeoutMsMax, outstandingMax, ShardLimits.NONE);
    }

    /** Of a server that is alone. */
    public ShardOptions(int sessionTimeoutMsMin, int sessionTimeoutMsMax, int outstandingMax, ShardLimits limits) {
        this(sessionTimeoutMsMin, sessionTimeoutMsMax, outstandingMax, limits, false, false);
    }

    int negotiate(int wantedMs) {
        return Math.min(Math.max(wantedMs, sessionTimeoutMsMin), sessionTimeoutMsMax);
    }
}
