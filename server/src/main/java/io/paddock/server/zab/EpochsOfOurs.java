package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.TreeSet;

/**
 * The epochs that leaders of ours led, as far as this process has met them. What such a leader foretold of a transaction can be
 * believed; leaders of other makes foretell wrong digests now and then (hazard H48). It matters who made a transaction, not who
 * leads when it is applied: what a lost leader has left is applied under the next one.
 *
 * <p>Owned by the replica thread.
 */
public final class EpochsOfOurs {

    /** Far more than can be outstanding together. */
    private static final int EPOCHS_MAX = 1_000;

    private final TreeSet<Long> epochs = new TreeSet<>();

    /** This peer has that role now. */
    public void became(EnsembleRole role) {
        if (role instanceof Leading leading) {
            add(leading.epoch());
        } else if (role instanceof Synchronizing synchronizing && synchronizing.leaderIsOurs()) {
            add(synchronizing.epoch()); // What it commits at UPTODATE it commits in this role.
        } else if (role instanceof InSync learner && learner.leaderIsOurs()) {
            add(learner.epoch());
        }
    }

    private void add(long epoch) {
        epochs.add(epoch);
        if (epochs.size() > EPOCHS_MAX) {
            epochs.pollFirst();
        }
    }

    /** Whether a leader of ours is known to have made this transaction. */
    public boolean made(long zxid) {
        return epochs.contains(Zxid.epoch(zxid));
    }
}
