package io.paddock.server.config;

/**
 * Switches that change what the server does (server semantics, section 13), and the pace of the container sweep.
 *
 * @param ttlNodes TTL nodes may be created
 * @param emulate353Ttl TTL nodes are marked as 3.5.3 did
 * @param enforceQuota hard quotas refuse
 * @param readOnlyMode a member that lost its quorum serves reads
 * @param containerSweepMs period of the search for containers and TTL nodes to delete
 * @param containerDeletionsPerMinuteMax most deletions of that search
 * @param containerNeverUsedMs a container that never had a child goes after this time; 0 keeps it
 */
public record FeatureConfig(
        boolean ttlNodes,
        boolean emulate353Ttl,
        boolean enforceQuota,
        boolean reconfig,
        boolean readOnlyMode,
        long containerSweepMs,
        int containerDeletionsPerMinuteMax,
        long containerNeverUsedMs) {

    static FeatureConfig read(Settings settings) {
        return new FeatureConfig(
                settings.flag(Keys.EXTENDED_TYPES),
                settings.flag(Keys.EMULATE_353_TTL),
                settings.flag(Keys.ENFORCE_QUOTA),
                settings.flag(Keys.RECONFIG_ENABLED),
                settings.flag(Keys.READ_ONLY_MODE),
                settings.int64(Keys.CONTAINER_INTERVAL),
                settings.int32(Keys.CONTAINER_RATE),
                settings.int64(Keys.CONTAINER_NEVER_USED));
    }
}
