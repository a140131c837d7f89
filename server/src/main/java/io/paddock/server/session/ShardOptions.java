package io.paddock.server.session;

/**
 * @param sessionTimeoutMsMin lower bound for negotiated timeouts
 * @param sessionTimeoutMsMax upper bound
 * @param outstandingMax unanswered requests of this shard above which a connection that has one is read no further
 */
public record ShardOptions(int sessionTimeoutMsMin, int sessionTimeoutMsMax, int outstandingMax) {

    int negotiate(int wantedMs) {
        return Math.min(Math.max(wantedMs, sessionTimeoutMsMin), sessionTimeoutMsMax);
    }
}
