package io.paddock.server.replica;

import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.TxnDigest;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.EpochsOfOurs;
import java.util.List;

/**
 * Compares the digest of the tree with what the leader that made a transaction has foretold, and keeps some to compare with other
 * servers.
 *
 * <p>Leaders of other makes send trees that show parts of later transactions already: behind such a one the digests fit only when
 * these have been applied (specification, quorum protocol 9.4; hazard H48).
 *
 * <p>Owned by the replica thread.
 */
final class TreeCheck {

    /** As {@link PeerWorld#diverged}. */
    interface Finding {
        void diverged(long zxid, long expectedDigest, long digest, boolean ofOurs);
    }

    private final DigestHistory history = new DigestHistory();
    private final EpochsOfOurs epochsOfOurs = new EpochsOfOurs();
    private final Finding finding;
    /** Whether the tree is exactly that of its zxid, as far as is known. */
    private boolean comparable = true;

    TreeCheck(Finding finding) {
        this.finding = finding;
    }

    void became(EnsembleRole role) {
        epochsOfOurs.became(role);
    }

    /** The tree is one that a leader has sent. */
    void onReceived() {
        comparable = false;
    }

    void onApplied(LoggedTxn txn, long treeDigest) {
        history.onApplied(txn.zxid(), treeDigest);
        TxnDigest foretold = txn.digest();
        if (foretold == null || foretold.version() != TxnDigest.VERSION) {
            return;
        }
        if (foretold.treeDigest() == treeDigest) {
            comparable = true;
        } else if (comparable) {
            comparable = false; // Told once, if that is not the end.
            finding.diverged(txn.zxid(), foretold.treeDigest(), treeDigest, epochsOfOurs.made(txn.zxid()));
        }
    }

    List<DigestHistory.Mark> marks() {
        return history.marks();
    }
}
