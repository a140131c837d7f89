package io.paddock.server.replica;

/**
 * What the configuration says about sessions and sweeps.
 *
 * @param serverId the high byte of the ids of sessions opened here; 1 for a standalone server
 * @param sweepIntervalMs between two looks for empty containers and expired TTL nodes
 * @param sweepsPerMinuteMax deletions in a minute
 * @param containerUnusedMsMax containers that never had a child go after this time; 0 = never
 * @param sweepTtlNodes TTL nodes whose time has passed go; if not, those in the data stay (storage, hazard H4)
 */
public record ReplicaOptions(
        long serverId,
        int tickMs,
        long sweepIntervalMs,
        int sweepsPerMinuteMax,
        long containerUnusedMsMax,
        boolean sweepTtlNodes) {}
