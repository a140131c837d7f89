package io.paddock.server.runtime;

import io.paddock.server.clientport.ClientPortOptions;
import io.paddock.server.config.FeatureConfig;
import io.paddock.server.config.LimitConfig;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.replica.ReplicaOptions;
import io.paddock.server.txn.PrepareOptions;

/** What the configuration means to the rooms of the core and to the client port. */
final class CoreSettings {

    /** The high byte of the session ids of a standalone server. */
    private static final long STANDALONE_ID = 1;

    private CoreSettings() {}

    static PrepareOptions prepare(ServerConfig config) {
        FeatureConfig features = config.features();
        LimitConfig limits = config.limits();
        long recordBytesMax = (long) limits.recordBytesMax() + Math.max(1024, limits.recordExtraBytesMax());
        return new PrepareOptions(
                features.ttlNodes(),
                features.enforceQuota(),
                features.reconfig(),
                config.storage().closeSessionListsPaths(),
                config.storage().digests(),
                (int) Math.min(Integer.MAX_VALUE, recordBytesMax));
    }

    static ReplicaOptions replica(ServerConfig config) {
        FeatureConfig features = config.features();
        return new ReplicaOptions(
                config.ensemble() == null ? STANDALONE_ID : config.serverId(),
                config.sessions().tickMs(),
                features.containerSweepMs(),
                features.containerDeletionsPerMinuteMax(),
                features.containerNeverUsedMs(),
                features.ttlNodes());
    }

    static ClientPortOptions clientPort(ServerConfig config) {
        LimitConfig limits = config.limits();
        int threads = config.listen().ioThreads();
        return new ClientPortOptions(
                limits.recordBytesMax(),
                limits.sessionlessMsMax(),
                limits.connectionsPerAddressMax(),
                limits.connectionsMax(),
                config.listen().backlog(),
                threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                config.listen().tcpKeepAlive());
    }
}
