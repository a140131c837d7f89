package io.paddock.server.storage;

import io.paddock.common.Zxid;
import java.nio.file.Path;

/** The words for each way in which the files can be damaged: what, where, what is lost, and what to do. */
final class Damage {

    private Damage() {}

    /**
     * A place in a log that cannot be read.
     *
     * @param after what was found behind it, or null
     */
    static DamagedData inLog(LogFile log, LogFileEnd end, long lastGoodZxid, String after) {
        String finding = "Transaction log " + log.path() + " is damaged at byte " + end.offset() + ": " + end.detail()
                + ".\n"
                + "  The last good transaction before it is " + Zxid.toHex(lastGoodZxid) + "; the first one lost is "
                + Zxid.toHex(lastGoodZxid + 1) + (after == null ? "" : "; " + after);
        return DamagedData.lost(finding, advice(log.path().getParent()));
    }

    /** A transaction that is whole but cannot be what it says. */
    static DamagedData inTransaction(Path log, long offset, long zxid, String detail) {
        String finding = "Transaction log " + log + " is damaged at byte " + offset
                + ": the checksum of transaction "
                + Zxid.toHex(zxid) + " is right, but " + detail + ".\n"
                + "  The last good transaction before it is " + Zxid.toHex(zxid - 1) + "; the first one lost is "
                + Zxid.toHex(zxid);
        return DamagedData.lost(finding, advice(log.getParent()));
    }

    static DamagedData gap(LogFile log, long offset, long lastZxid, long foundZxid) {
        String finding = "Transactions are missing: after " + Zxid.toHex(lastZxid) + " comes "
                + Zxid.toHex(foundZxid) + ", in " + log.path() + " at byte " + offset + ".\n"
                + "  The last good transaction is " + Zxid.toHex(lastZxid) + "; the first one lost is "
                + Zxid.toHex(lastZxid + 1) + ". A log may have been removed, or a newer snapshot is damaged";
        return DamagedData.lost(finding, advice(log.path().getParent()));
    }

    static DamagedData backwards(LogFile log, long offset, long lastZxid, long foundZxid) {
        String finding = "Transaction log " + log.path() + " goes back at byte " + offset + ": after "
                + Zxid.toHex(lastZxid) + " comes " + Zxid.toHex(foundZxid)
                + ", and it does not repeat the earlier transaction of that number.\n"
                + "  Two histories lie in this directory";
        return DamagedData.lost(finding, advice(log.path().getParent()));
    }

    static DamagedData noSnapshot(Path snapDirectory, Path logDirectory) {
        return new DamagedData("No snapshot found, but there are log entries. Something is broken!\n"
                + "  " + snapDirectory + " holds no usable snapshot, " + logDirectory + " holds transaction logs.\n"
                + "  If this is the first start after release 3.4 or early 3.5: set snapshot.trust.empty=true for one"
                + " start.\n"
                + "  Otherwise the snapshots were lost: check dataDir and dataLogDir.\n"
                + advice(logDirectory));
    }

    static DamagedData noValidSnapshot(Path snapDirectory, String problems) {
        return DamagedData.lost(
                "Not able to find valid snapshots in " + snapDirectory + ":\n" + problems.stripTrailing(),
                advice(snapDirectory));
    }

    static DamagedData snapshotNotReached(SnapshotFile damaged, long lastZxid) {
        String finding = "Transactions are missing: snapshot " + damaged.path() + " cannot be read, and all else"
                + " ends at " + Zxid.toHex(lastZxid) + ".\n"
                + "  Its name proves that " + Zxid.toHex(damaged.zxid()) + " was applied; the first one lost is "
                + Zxid.toHex(lastZxid + 1);
        return DamagedData.lost(
                finding,
                advice(damaged.path().getParent()) + "\n"
                        + "  To accept the loss on purpose: move " + damaged.path()
                        + " to another directory and start again.");
    }

    /** Data that was found wrong before, and nobody can bring it back. */
    static DamagedData quarantined(Path marker, String reason) {
        return new DamagedData("The data beside " + marker + " was found to be wrong: " + reason.strip() + ".\n"
                + "  This"
                + " server"
                + " stopped"
                + " rather"
                + " than"
                + " serve it."
                + " Compare"
                + " it with"
                + " the data"
                + " of the"
                + " other"
                + " servers."
                + " If it is"
                + " right,"
                + " remove"
                + " " + marker + " and start again; if not, restore the newest state that is whole.");
    }

    private static String advice(Path directory) {
        return "  This server stopped rather than serve a history with a hole.\n"
                + "  If the other members of its ensemble serve with a quorum: move " + directory
                + " aside, start it; it gets the state from the leader.\n"
                + "  If not: keep a copy of every data directory, see with bin/zkTxnLogToolkit.sh what each log holds,"
                + " and restore the newest state that is whole.";
    }
}
