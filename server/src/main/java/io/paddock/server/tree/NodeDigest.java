package io.paddock.server.tree;

import io.paddock.common.Path;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The digest of one znode (storage, section 7.1): CRC-32 over path, data and 60 bytes of stat. The tree keeps the CRC of
 * path and data, so that a znode whose stat changes is digested again without touching its data: {@link #of} goes on
 * from there, eight bytes at a step.
 */
public final class NodeDigest {

    /** The version that logs and snapshots carry. */
    public static final int VERSION = 2;

    /** Digest of a tree with its initial contents. */
    public static final long EMPTY_TREE = 1371985504;

    private static final byte[] LEFT_OUT = "/zookeeper/".getBytes(StandardCharsets.US_ASCII);

    /** {@code TABLE[256 * k + b]}: the effect of byte b on the CRC after k more bytes. */
    private static final int[] TABLE = table();

    private NodeDigest() {}

    /** True for znodes below {@code /zookeeper/}: their digest is 0, since peers may differ in them. */
    public static boolean isLeftOut(Path path) {
        return isLeftOut(path.utf8());
    }

    static boolean isLeftOut(byte[] path) {
        return isLeftOut(path, 0, path.length);
    }

    static boolean isLeftOut(byte[] in, int path, int pathLength) {
        return pathLength >= LEFT_OUT.length
                && Arrays.equals(in, path, path + LEFT_OUT.length, LEFT_OUT, 0, LEFT_OUT.length);
    }

    /** The CRC of path and data; the root counts as the empty path. The data may be null. */
    public static int prefix(byte[] path, byte[] data) {
        int pathLength = path.length == 1 ? 0 : path.length;
        return data == null ? prefix(path, pathLength, path, 0, 0) : prefix(path, pathLength, data, 0, data.length);
    }

    static int prefix(byte[] path, int pathLength, byte[] data, int dataFrom, int dataLength) {
        CRC32 crc = new CRC32();
        crc.update(path, 0, pathLength);
        crc.update(data, dataFrom, dataLength);
        return (int) crc.getValue();
    }

    /** The digest of a znode that is not {@link #isLeftOut left out}, as an unsigned 32-bit number. All fields as persisted. */
    public static long of(int prefixCrc, StatPersisted stat) {
        return of(
                prefixCrc,
                stat.czxid(),
                stat.mzxid(),
                stat.pzxid(),
                stat.ctime(),
                stat.mtime(),
                stat.version(),
                stat.cversion(),
                stat.aversion(),
                stat.ephemeralOwner());
    }

    /** As {@link #of(int, StatPersisted)}, without a record. */
    public static long of(
            int prefixCrc,
            long czxid,
            long mzxid,
            long pzxid,
            long ctime,
            long mtime,
            int version,
            int cversion,
            int aversion,
            long owner) {
        int crc = ~prefixCrc;
        crc = int64(crc, czxid);
        crc = int64(crc, mzxid);
        crc = int64(crc, pzxid);
        crc = int64(crc, ctime);
        crc = int64(crc, mtime);
        crc = int64(crc, (long) version << 32 | cversion & 0xFFFFFFFFL);
        crc = int64(crc, (long) aversion << 32 | owner >>> 32);
        crc = int32(crc, (int) owner);
        return ~crc & 0xFFFFFFFFL;
    }

    private static int int64(int crc, long bigEndian) {
        long bytes = Long.reverseBytes(bigEndian) ^ crc & 0xFFFFFFFFL;
        int low = (int) bytes;
        int high = (int) (bytes >>> 32);
        return TABLE[1792 + (low & 0xFF)]
                ^ TABLE[1536 + (low >>> 8 & 0xFF)]
                ^ TABLE[1280 + (low >>> 16 & 0xFF)]
                ^ TABLE[1024 + (low >>> 24)]
                ^ TABLE[768 + (high & 0xFF)]
                ^ TABLE[512 + (high >>> 8 & 0xFF)]
                ^ TABLE[256 + (high >>> 16 & 0xFF)]
                ^ TABLE[high >>> 24];
    }

    private static int int32(int crc, int bigEndian) {
        int bytes = Integer.reverseBytes(bigEndian) ^ crc;
        return TABLE[768 + (bytes & 0xFF)]
                ^ TABLE[512 + (bytes >>> 8 & 0xFF)]
                ^ TABLE[256 + (bytes >>> 16 & 0xFF)]
                ^ TABLE[bytes >>> 24];
    }

    private static int[] table() {
        int[] table = new int[8 * 256];
        for (int b = 0; b < 256; b++) {
            int crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) * 0xEDB88320);
            }
            table[b] = crc;
        }
        for (int i = 256; i < table.length; i++) {
            int shorter = table[i - 256];
            table[i] = (shorter >>> 8) ^ table[shorter & 0xFF];
        }
        return table;
    }
}
