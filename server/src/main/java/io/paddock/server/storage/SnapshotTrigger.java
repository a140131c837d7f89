package io.paddock.server.storage;

import java.util.Random;

/**
 * Says when the log has grown enough for a snapshot (storage, section 8): somewhere between half of the configured
 * amount and all of it, by luck, so that the members of an ensemble do not take their snapshots at the same time.
 *
 * <p>Owned by the thread that appends.
 */
public final class SnapshotTrigger {

    private final long snapCount;
    private final long snapSizeBytes;
    private final Random random;
    private long recordsMax;
    private long bytesMax;

    /**
     * @param snapCount records per snapshot; less than 2 counts as 2
     * @param snapSizeBytes bytes of log per snapshot; 0 or less = no limit
     */
    public SnapshotTrigger(int snapCount, long snapSizeBytes, Random random) {
        this.snapCount = Math.max(2, snapCount);
        this.snapSizeBytes = snapSizeBytes;
        this.random = random;
        draw();
    }

    /** To be asked after each append, with what was written since the last roll. If it says yes, new luck is drawn. */
    public boolean due(long records, long bytes) {
        if (records <= recordsMax && (snapSizeBytes <= 0 || bytes <= bytesMax)) {
            return false;
        }
        draw();
        return true;
    }

    private void draw() {
        recordsMax = snapCount / 2 + (long) (random.nextDouble() * (snapCount / 2));
        bytesMax = snapSizeBytes / 2 + (long) (random.nextDouble() * (snapSizeBytes / 2));
    }
}
