package io.paddock.server.runtime;

import io.paddock.server.config.ServerConfig;
import io.paddock.server.config.StorageConfig;
import io.paddock.server.peerport.PeerPortOptions;
import io.paddock.server.storage.Compression;
import io.paddock.server.storage.RecoveryOptions;
import io.paddock.server.storage.SnapshotOptions;
import io.paddock.server.storage.SnapshotTrigger;
import io.paddock.server.storage.TxnLogOptions;
import java.util.Random;

/** What the configuration means to the storage room. */
final class StorageSettings {

    private static final long KB = 1024;

    /** The other shares of the heap that bound what is kept for other servers are larger: see {@link PeerPortOptions}. */
    private static final long COMMIT_LOG_HEAP_SHARE = 8;

    private StorageSettings() {}

    /**
     * What the newest transactions may take together that are kept for learners, however few they are: half of what a link
     * may hold, so that a learner can be sent all of them, and no large part of the heap.
     */
    static long commitLogBytesMost() {
        long heapBytes = Runtime.getRuntime().maxMemory();
        return Math.min(PeerPortOptions.outboundBytesMax(heapBytes) / 2, heapBytes / COMMIT_LOG_HEAP_SHARE);
    }

    static RecoveryOptions recovery(ServerConfig config, long hashSeed) {
        StorageConfig storage = config.storage();
        return new RecoveryOptions(
                storage.trustEmpty(),
                storage.createDatabase(),
                storage.digests(),
                config.ensemble() == null, // A leader does it by transactions.
                storage.commitLogTxns(),
                commitLogBytesMost(),
                CoreSettings.prepare(config).recordBytesMax(),
                hashSeed,
                snapshots(config));
    }

    static TxnLogOptions log(ServerConfig config) {
        StorageConfig storage = config.storage();
        return new TxnLogOptions(
                Math.max(0, storage.preallocateKb() * KB),
                storage.forceSync(),
                storage.fsyncWarnMs(),
                storage.rollLogKb() * KB);
    }

    static SnapshotTrigger trigger(ServerConfig config, Random random) {
        StorageConfig storage = config.storage();
        return new SnapshotTrigger(storage.snapshotTxns(), storage.snapshotLogKb() * KB, random);
    }

    static SnapshotOptions snapshots(ServerConfig config) {
        StorageConfig storage = config.storage();
        Compression compression = switch (storage.compression()) {
            case NONE -> Compression.NONE;
            case GZIP -> Compression.GZ;
            case SNAPPY -> Compression.SNAPPY;
        };
        return new SnapshotOptions(compression, storage.digests(), storage.lastZxidInSnapshot());
    }
}
