package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/**
 * The newest transactions of this peer's history, without a hole, for learners that lack only them. It ends where the tree
 * ends, and says where it begins: everything at or below the base is unknown here (hazard H11).
 *
 * <p>Owned by the replica thread.
 */
public final class RecentTxns {

    private final int max;
    private final ArrayDeque<Proposal> txns = new ArrayDeque<>();
    /** The history up to here precedes the first transaction. Known to be a state that this history went through. */
    private long base;

    /** @param base the zxid that the first one follows */
    public RecentTxns(int max, long base, List<Proposal> newest) {
        this.max = max;
        this.base = base;
        newest.forEach(this::add);
    }

    void add(Proposal proposal) {
        assert txns.isEmpty() || History.follows(end(), proposal.zxid()) : "a hole in the newest transactions";
        txns.add(proposal);
        if (txns.size() > max) {
            base = txns.remove().zxid();
        }
    }

    /** Starts anew behind that zxid. */
    void reset(long newBase) {
        txns.clear();
        base = newBase;
    }

    void truncate(long zxid) {
        while (!txns.isEmpty() && txns.getLast().zxid() > zxid) {
            txns.removeLast();
        }
        if (zxid < base) {
            reset(zxid);
        }
    }

    long base() {
        return base;
    }

    long end() {
        return txns.isEmpty() ? base : txns.getLast().zxid();
    }

    long newestTimeMs() {
        return txns.isEmpty() ? 0 : txns.getLast().txn().header().timeMs();
    }

    /**
     * Whether a history that ends with this zxid is a prefix of ours. (e,0) is no transaction but the state in which epoch
     * e began: it is a prefix if (e,1) is here, for that was made on top of it.
     */
    boolean isPrefix(long zxid) {
        if (zxid == base) {
            return true;
        }
        for (Proposal txn : txns) {
            if (txn.zxid() == zxid || Zxid.counter(zxid) == 0 && txn.zxid() == zxid + 1) {
                return true;
            }
        }
        return false;
    }

    /** The last transaction before that zxid, or the base; -1 if that would have to be before the base. */
    long lastBefore(long zxid) {
        if (zxid <= base) {
            return -1;
        }
        Iterator<Proposal> backwards = txns.descendingIterator();
        while (backwards.hasNext()) {
            Proposal txn = backwards.next();
            if (txn.zxid() < zxid) {
                return txn.zxid();
            }
        }
        return base;
    }

    /** What follows that zxid. */
    List<Proposal> after(long zxid) {
        return txns.stream().filter(txn -> txn.zxid() > zxid).toList();
    }
}
