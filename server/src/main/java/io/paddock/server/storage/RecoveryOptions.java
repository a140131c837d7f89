package io.paddock.server.storage;

/**
 * What recovery may take for granted.
 *
 * @param trustEmptySnapshot replay logs that no snapshot precedes ({@code snapshot.trust.empty})
 * @param createEmpty an empty directory is an empty database, not a lost one ({@code db.autocreate})
 * @param compareDigests check the tree against the digests on disk ({@code digest.enabled})
 * @param removeDeadEphemerals for a standalone server or a leader: delete what sessions own that are in no table
 * @param commitLogCount how many transactions at the end are kept for learners that lack only them
 * @param commitLogBytesMost what these may take together, in bytes, however few they are; the newest one is always kept
 * @param recordBytesMax a longer log record is believed only if it is whole ({@code jute.maxbuffer} and its extra)
 * @param hashSeed of the tree's index: any number that clients cannot guess
 * @param snapshots how the snapshot of an empty database is written
 */
public record RecoveryOptions(
        boolean trustEmptySnapshot,
        boolean createEmpty,
        boolean compareDigests,
        boolean removeDeadEphemerals,
        int commitLogCount,
        long commitLogBytesMost,
        long recordBytesMax,
        long hashSeed,
        SnapshotOptions snapshots) {

    /** What servers of release 3.9 read at most, unless told otherwise. */
    public static final long RECORD_BYTES_MAX = 2_097_150;

    /** More than a server with the usual heap should keep for others. */
    public static final long COMMIT_LOG_BYTES_MOST = 64L << 20;

    /** The defaults of a standalone server. */
    public static RecoveryOptions defaults(long hashSeed) {
        return new RecoveryOptions(
                false,
                true,
                true,
                true,
                500,
                COMMIT_LOG_BYTES_MOST,
                RECORD_BYTES_MAX,
                hashSeed,
                SnapshotOptions.DEFAULTS);
    }
}
