package io.paddock.server.config;

import java.nio.file.Path;

/**
 * Everything that an operator decides about this server, checked. Immutable; made by {@link ServerConfigReader}.
 *
 * @param file where it was read; null for the embedded default
 * @param text the file as it was read; empty for the embedded default
 * @param serverId the number in {@code dataDir/myid}; 0 if there is none, as a server that is alone needs none
 * @param ensemble null for a server that is alone
 */
public record ServerConfig(
        Path file,
        String text,
        long serverId,
        ListenConfig listen,
        StorageConfig storage,
        SessionConfig sessions,
        LimitConfig limits,
        RequestThrottleConfig requestThrottle,
        ConnectionThrottleConfig connectionThrottle,
        FeatureConfig features,
        AccessConfig access,
        PurgeConfig purge,
        AdminConfig admin,
        MetricsConfig metrics,
        PauseConfig pauses,
        AuditConfig audit,
        EnsembleConfig ensemble) {}
