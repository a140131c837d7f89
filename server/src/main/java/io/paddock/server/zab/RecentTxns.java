package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.Arrays;
import java.util.List;

/**
 * The newest transactions of this peer's history, without a hole, for learners that lack only them. It ends where the tree
 * ends, and says where it begins: everything at or below the base is unknown here (hazard H11).
 *
 * <p>So many are kept at least, and more as long as they take no more bytes than they may, nor than what a learner would be
 * sent instead of them. Only what is sent of them is kept, not what made them and not what they were decoded to. However few
 * they are, all together take no more than a link may hold: a learner that lacked them could not be sent them.
 *
 * <p>Owned by the replica thread.
 */
public final class RecentTxns {

    private static final int CAPACITY_FIRST = 64;
    /** What a transaction takes besides its payload, about. */
    private static final int ENTRY_BYTES = 128;
    /** What is sent of a transaction besides its payload: the heads of its PROPOSAL and of its COMMIT. */
    private static final int SENT_BYTES = 40;

    private final int least;
    private final long bytesMax;
    private final long bytesMost;
    private long bytesWorth = Long.MAX_VALUE;

    /** A ring, by ascending zxid. */
    private Proposal[] ring = new Proposal[CAPACITY_FIRST];

    private int head;
    private int size;
    private long bytes;
    /** The history up to here precedes the first transaction. Known to be a state that this history went through. */
    private long base;

    /**
     * @param least how many are kept
     * @param bytesMax what all may take together if they are more than that
     * @param bytesMost what all may take together, however few they are; the newest one is always kept
     * @param base the zxid that the first one follows
     */
    public RecentTxns(int least, long bytesMax, long bytesMost, long base, List<Proposal> newest) {
        this.least = least;
        this.bytesMax = bytesMax;
        this.bytesMost = bytesMost;
        this.base = base;
        newest.forEach(this::add);
    }

    /** That many and no more, however long they are. */
    public RecentTxns(int max, long base, List<Proposal> newest) {
        this(max, 0, Long.MAX_VALUE, base, newest);
    }

    /** From now on no more is kept than is sent in that many bytes: whoever lacks more is better sent such a snapshot. */
    void worth(long snapshotBytes) {
        bytesWorth = snapshotBytes;
    }

    void add(Proposal proposal) {
        assert size == 0 || History.follows(end(), proposal.zxid()) : "a hole in the newest transactions";
        if (size == ring.length) {
            grow();
        }
        ring[head + size & ring.length - 1] = proposal.toBeSent();
        size++;
        bytes += bytes(proposal);
        while (isTooMuch()) {
            base = removeFirst().zxid();
        }
    }

    private boolean isTooMuch() {
        return size > least && (bytes > bytesMax || bytesToSend() > bytesWorth) || size > 1 && bytes > bytesMost;
    }

    private long bytesToSend() {
        return bytes - (long) size * (ENTRY_BYTES - SENT_BYTES);
    }

    private void grow() {
        Proposal[] larger = new Proposal[2 * ring.length];
        copy(0, size, larger);
        ring = larger;
        head = 0;
    }

    private Proposal removeFirst() {
        Proposal first = ring[head];
        ring[head] = null;
        head = head + 1 & ring.length - 1;
        size--;
        bytes -= bytes(first);
        return first;
    }

    private static long bytes(Proposal proposal) {
        return ENTRY_BYTES + proposal.payload().length;
    }

    /** Starts anew behind that zxid. */
    void reset(long newBase) {
        ring = new Proposal[CAPACITY_FIRST];
        head = 0;
        size = 0;
        bytes = 0;
        base = newBase;
    }

    void truncate(long zxid) {
        while (size > 0 && get(size - 1).zxid() > zxid) {
            size--;
            int last = head + size & ring.length - 1;
            bytes -= bytes(ring[last]);
            ring[last] = null;
        }
        if (zxid < base) {
            reset(zxid);
        }
    }

    long base() {
        return base;
    }

    long end() {
        return size == 0 ? base : get(size - 1).zxid();
    }

    int size() {
        return size;
    }

    long newestTimeMs() {
        return size == 0 ? 0 : get(size - 1).txn().header().timeMs();
    }

    /**
     * Whether a history that ends with this zxid is a prefix of ours. (e,0) is no transaction but the state in which epoch
     * e began: it is a prefix if (e,1) is here, for that was made on top of it.
     */
    boolean isPrefix(long zxid) {
        return zxid == base || isHere(zxid) || Zxid.counter(zxid) == 0 && isHere(zxid + 1);
    }

    private boolean isHere(long zxid) {
        int index = firstFrom(zxid);
        return index < size && get(index).zxid() == zxid;
    }

    /** The last transaction before that zxid, or the base; -1 if that would have to be before the base. */
    long lastBefore(long zxid) {
        if (zxid <= base) {
            return -1;
        }
        int index = firstFrom(zxid);
        return index == 0 ? base : get(index - 1).zxid();
    }

    /** What follows that zxid. */
    List<Proposal> after(long zxid) {
        int from = zxid == Long.MAX_VALUE ? size : firstFrom(zxid + 1);
        Proposal[] following = new Proposal[size - from];
        copy(from, size, following);
        return Arrays.asList(following);
    }

    private Proposal get(int index) {
        return ring[head + index & ring.length - 1];
    }

    private void copy(int from, int to, Proposal[] into) {
        for (int index = from; index < to; index++) {
            into[index - from] = get(index);
        }
    }

    /** The index of the first transaction with that zxid or a higher one; the size if there is none. */
    private int firstFrom(long zxid) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (get(middle).zxid() < zxid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
