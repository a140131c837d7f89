package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.ArrayDeque;

/**
 * What this peer has, as the roles need to know it: the end of its log, how much of that is on disk, how much is committed,
 * and the epochs. Everything that goes to disk goes through here, so that a role can tell when the disk is at rest.
 *
 * <p>{@code committed <= end}, and what lies between is outstanding: in the log, perhaps on disk, not in the tree. On a
 * change of role it stays so until a leader has confirmed it or cut it off (hazard H9). At the start of the process the
 * tree already shows all of the log, because nobody can tell any more what of it was committed; such a tree is not served
 * before a leader has confirmed it.
 *
 * <p>Owned by the replica thread.
 */
public final class History {

    private final RecentTxns recent;
    private final ArrayDeque<Proposal> outstanding = new ArrayDeque<>();

    /** The newest epoch that this peer has promised to serve. On disk. Never goes back. */
    private long acceptedEpoch;
    /** The newest epoch whose initial history this peer has completely. On disk. Never goes back. */
    private long currentEpoch;
    /** Zxid of the newest transaction in the log; -1 if the peer may have lost its data. Goes back only in truncate. */
    private long end;
    /** End of what is known to be on disk. */
    private long durable;
    /** The tree shows everything up to here. */
    private long committed;
    /** What was asked of the disk besides appending, and not answered yet. */
    private int asked;

    /** Whether there never was data here, as far as the disk tells. */
    private boolean fresh;

    private long acceptedAsked;
    private long currentAsked;

    /**
     * The history that was found on disk.
     *
     * @param end of snapshot and log; -1 if the directory was empty and should not have been
     */
    public History(long acceptedEpoch, long currentEpoch, long end, RecentTxns recent) {
        this.acceptedEpoch = acceptedEpoch;
        this.currentEpoch = currentEpoch;
        this.acceptedAsked = acceptedEpoch;
        this.currentAsked = currentEpoch;
        this.end = end;
        this.durable = end;
        this.committed = end;
        this.recent = recent;
    }

    /** Of a voter with an empty directory: it may be new, or have lost what it had. Nothing of it counts before that is known. */
    public static History fresh(RecentTxns recent) {
        History history = new History(0, 0, -1, recent);
        history.fresh = true;
        return history;
    }

    /** Whether a transaction may come directly after another: no number of an epoch is left out. */
    static boolean follows(long last, long zxid) {
        return Zxid.epoch(zxid) == Zxid.epoch(last) && last >= 0
                ? zxid == last + 1
                : zxid > last && Zxid.counter(zxid) == 1;
    }

    public long acceptedEpoch() {
        return acceptedEpoch;
    }

    public long currentEpoch() {
        return currentEpoch;
    }

    public long end() {
        return end;
    }

    public long durable() {
        return durable;
    }

    public long committed() {
        return committed;
    }

    /** Whether data may be missing that this peer once acknowledged. */
    public boolean blank() {
        return end == -1;
    }

    /** Whether this peer has never had data, as far as its disk tells. */
    public boolean fresh() {
        return fresh;
    }

    /** Whether all that was asked of the disk is answered: what is claimed now is what a crash would leave. */
    public boolean atRest() {
        return asked == 0 && end == durable;
    }

    public int outstandingCount() {
        return outstanding.size();
    }

    /** Wall clock of the newest transaction that is still known; 0 without one. */
    public long newestTimeMs() {
        return recent.newestTimeMs();
    }

    /** What a snapshot of the tree would take, about: more than that is not kept for learners. */
    public void snapshotBytes(long bytes) {
        recent.worth(bytes);
    }

    RecentTxns recent() {
        return recent;
    }

    /** In zxid order. Not to be changed. */
    Iterable<Proposal> outstanding() {
        return outstanding;
    }

    /** Null if there is none. */
    Proposal oldestOutstanding() {
        return outstanding.peek();
    }

    void append(Proposal proposal, EnsembleEffects effects) {
        if (!follows(end, proposal.zxid())) {
            throw new ProtocolViolation(
                    "transaction " + Zxid.toHex(proposal.zxid()) + " came after " + Zxid.toHex(end));
        }
        end = proposal.zxid();
        outstanding.add(proposal);
        effects.append(proposal);
    }

    void commitOldest(EnsembleEffects effects) {
        Proposal proposal = outstanding.remove();
        committed = proposal.zxid();
        recent.add(proposal);
        effects.commit(proposal);
    }

    /** The history ends at that zxid from now on. */
    void truncate(long zxid, EnsembleEffects effects) {
        while (!outstanding.isEmpty() && outstanding.getLast().zxid() > zxid) {
            outstanding.removeLast();
        }
        end = zxid;
        if (zxid < committed) {
            committed = zxid;
            recent.truncate(zxid);
        }
        asked++;
        effects.truncate(zxid);
    }

    /** A new ensemble: the history begins with nothing, and that is written. */
    public void begin(EnsembleEffects effects) {
        replace(EnsembleEffects.NOTHING, 0, effects);
    }

    /** The history is replaced by what was received. */
    void replace(long link, long zxid, EnsembleEffects effects) {
        fresh = false;
        outstanding.clear();
        end = zxid;
        committed = zxid;
        recent.reset(zxid);
        asked++;
        effects.saveSnapshot(link, zxid);
    }

    void persistEpochs(long accepted, long current, EnsembleEffects effects) {
        assert accepted >= acceptedAsked && current >= currentAsked && current <= accepted : "an epoch goes back";
        acceptedAsked = accepted;
        currentAsked = current;
        asked++;
        effects.persistEpochs(accepted, current);
    }

    public void onLogSynced(long zxid) {
        durable = zxid;
    }

    public void onTruncated(long zxid) {
        asked--;
        durable = zxid;
    }

    /**
     * The log cannot be cut there. What is on disk is still true, but leads nowhere: this peer goes on as one without data,
     * until a leader has sent it everything.
     */
    public void onTruncateRefused() {
        asked--;
        end = -1;
        durable = -1;
        committed = -1;
        recent.reset(-1);
        outstanding.clear();
    }

    public void onSnapshotSaved(long zxid) {
        asked--;
        durable = zxid;
    }

    public void onEpochsPersisted(long accepted, long current) {
        asked--;
        acceptedEpoch = accepted;
        currentEpoch = current;
    }
}
