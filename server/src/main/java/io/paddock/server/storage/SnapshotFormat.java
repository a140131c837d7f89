package io.paddock.server.storage;

/**
 * The unpacked bytes of a snapshot (storage, section 5.1). Header: magic int32, version int32, dbid int64. Sessions:
 * count int32, each id int64, timeoutMs int32. ACL table: count int32, each id int64, list. Znodes: path string, data
 * buffer, ACL id int64, persisted stat; ended by the string "/". Seal. Perhaps a digest section: zxid int64, version
 * int32, digest int64, seal. Perhaps a section with the last zxid: int64, seal. A seal is the Adler-32 of all bytes
 * before it, int64, and the string "/".
 */
final class SnapshotFormat {

    static final int MAGIC = 0x5a4b534e; // ZKSN
    static final int VERSION = 2;
    static final long DBID = -1;

    /** A znode with this id has the open list, which is not in the table. */
    static final long OPEN_ACL_ID = -1;

    static final String END = "/";
    static final int SEAL_BYTES = 8 + 4 + 1;
    static final int DIGEST_SECTION_BYTES = 8 + 4 + 8 + SEAL_BYTES;
    static final int LAST_ZXID_SECTION_BYTES = 8 + SEAL_BYTES;

    /** Ends a snapshot on its way to a learner. */
    static final String SIGNATURE = "BenWasHere";

    private SnapshotFormat() {}
}
