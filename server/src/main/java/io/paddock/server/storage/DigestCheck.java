package io.paddock.server.storage;

import io.paddock.common.Zxid;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.TxnDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the tree with the digests in snapshot and log while the log is replayed (storage, section 7.4). The digest of
 * a fuzzy snapshot belongs to a later transaction than its name; until the replay reaches that one, the tree is a mixture
 * and nothing can be compared. A difference is reported and not fatal.
 *
 * <p>A member that was sent a fuzzy tree by a leader of Apache's has saved it as it was, with a digest of its own that fits and does
 * not tell. So what differs before the first transaction whose digest fits counts only if none does: a tree that is wrong seldom
 * becomes right by what follows.
 */
final class DigestCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DigestCheck.class);

    private final boolean enabled;

    /** The snapshot's digest, as long as the replay has not reached its transaction. */
    private long awaitedZxid;

    private long awaitedDigest;
    private boolean awaiting;
    private long checks;
    private long mismatches;
    /** Whether the digest of a transaction was that of the tree. */
    private boolean fitted;
    /** Of transactions before that. */
    private long earlyMismatches;

    DigestCheck(boolean enabled) {
        this.enabled = enabled;
    }

    void onSnapshot(SnapshotReader.Content content, long zxid) {
        if (content.digestVersion() != TxnDigest.VERSION || content.digestZxid() == 0 && content.digest() == 0) {
            return;
        }
        if (content.digestZxid() == zxid) {
            compare(content.tree(), zxid, content.digest());
        } else if (content.digestZxid() > zxid) {
            awaiting = true;
            awaitedZxid = content.digestZxid();
            awaitedDigest = content.digest();
        }
    }

    /** @param digest null if the record has none */
    void onReplayed(Tree tree, long zxid, TxnDigest digest) {
        if (awaiting && zxid >= awaitedZxid) {
            awaiting = false;
            if (zxid == awaitedZxid) {
                compareBehind(tree, zxid, awaitedDigest);
            }
        }
        if (!awaiting && digest != null && digest.version() == TxnDigest.VERSION) {
            compareBehind(tree, zxid, digest.treeDigest());
        }
    }

    private void compareBehind(Tree tree, long zxid, long digest) {
        boolean fits = fits(tree, zxid, digest);
        fitted |= fits && enabled;
        if (!fits && fitted) {
            mismatches++;
        } else if (!fits) {
            earlyMismatches++;
        }
    }

    void onEnd(long lastZxid) {
        if (awaiting && enabled) {
            LOG.warn(
                    "Highest txn zxid {} is not covering the snapshot digest zxid {}, which might lead to inconsistent"
                            + " state",
                    Zxid.toHex(lastZxid),
                    Zxid.toHex(awaitedZxid));
        }
        if (mismatches() > 0) {
            LOG.warn(
                    "The tree differed from {} of {} digests on disk while it was restored. If this server is a member"
                            + " of an ensemble, compare its digests with those of the others (command hash)",
                    mismatches(),
                    checks);
        }
    }

    long checks() {
        return checks;
    }

    long mismatches() {
        return fitted ? mismatches : mismatches + earlyMismatches;
    }

    /** That do not count, as the tree was a mixture. */
    long early() {
        return fitted ? earlyMismatches : 0;
    }

    private void compare(Tree tree, long zxid, long digest) {
        if (!fits(tree, zxid, digest)) {
            mismatches++;
        }
    }

    private boolean fits(Tree tree, long zxid, long digest) {
        if (!enabled) {
            return true;
        }
        checks++;
        boolean fits = tree.digest() == digest;
        if (!fits) {
            LOG.debug("The tree at {} has the digest {}, the disk says {}", Zxid.toHex(zxid), tree.digest(), digest);
        }
        return fits;
    }
}
