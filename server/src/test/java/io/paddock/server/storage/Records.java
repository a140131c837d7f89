package io.paddock.server.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records for tests of the log: the header of a transaction, and content that is different for each zxid. */
final class Records {

    static final Path LOGS = Path.of("/data/version-2");
    static final long ANY_LENGTH = 2_097_150;

    private Records() {}

    static byte[] of(long zxid, int bodyBytes) {
        ByteBuffer payload = ByteBuffer.allocate(LogFormat.TXN_HEADER_BYTES + bodyBytes);
        payload.putLong(0x1234)
                .putInt(7)
                .putLong(zxid)
                .putLong(1_700_000_000_000L)
                .putInt(5);
        for (int i = 0; payload.hasRemaining(); i++) {
            payload.put((byte) (zxid * 31 + i));
        }
        return payload.array();
    }

    static byte[] error(long zxid) {
        ByteBuffer payload = ByteBuffer.allocate(LogFormat.TXN_HEADER_BYTES + 4);
        payload.putLong(0x1234)
                .putInt(7)
                .putLong(zxid)
                .putLong(1_700_000_000_000L)
                .putInt(-1)
                .putInt(-5);
        return payload.array();
    }

    /** A log with these transactions, forced as one batch. */
    static void write(Disk disk, TxnLogOptions options, long... zxids) {
        try (TxnLog log = new TxnLog(disk, LOGS, zxids[0] - 1, options, TxnLogListener.NONE)) {
            for (long zxid : zxids) {
                log.append(zxid, of(zxid, 40));
            }
        }
    }

    static SimDisk disk() {
        SimDisk disk = new SimDisk(1);
        disk.createDirectories(LOGS);
        return disk;
    }

    static TxnLogOptions small() {
        return new TxnLogOptions(4096, true, 1000, -1);
    }

    /** The zxids that recovery would replay on top of a snapshot. */
    static List<Long> recover(Disk disk, long afterZxid) throws Exception {
        List<Long> zxids = new ArrayList<>();
        try (TxnLogReader reader = TxnLogReader.recovering(disk, LOGS, afterZxid, ANY_LENGTH)) {
            while (reader.next()) {
                zxids.add(reader.zxid());
            }
        }
        return zxids;
    }
}
