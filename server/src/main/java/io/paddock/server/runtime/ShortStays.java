package io.paddock.server.runtime;

import java.util.concurrent.TimeUnit;

/**
 * Stays with one leader in one epoch that end as soon as they have begun, one after the other. Two servers with the same number throw each
 * other out like that, for ever, and only the leader sees why. Owned by the replica thread.
 */
final class ShortStays {

    /** So many are no chance. */
    private static final int MANY = 4;

    private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long TOLD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private boolean stays;
    private long leader;
    private long epoch;
    private long sinceNanos;
    private int inARow;
    private boolean told;
    private long toldNanos;

    void begin(long withLeader, long inEpoch, long nowNanos) {
        if (withLeader != leader || inEpoch != epoch) {
            forget();
        }
        stays = true;
        leader = withLeader;
        epoch = inEpoch;
        sinceNanos = nowNanos;
    }

    /** Does nothing if none has begun. */
    void end(long nowNanos) {
        if (stays) {
            stays = false;
            if (nowNanos - sinceNanos < SHORT_NANOS) {
                inARow++;
            } else {
                forget();
            }
        }
    }

    private void forget() {
        inARow = 0;
        told = false;
    }

    /** Whether each of them would be one line too many. */
    boolean areMany() {
        return inARow >= MANY;
    }

    /** Whether it is time to say that they are many; says so once a minute. */
    boolean toBeTold(long nowNanos) {
        if (!areMany() || told && nowNanos - toldNanos < TOLD_NANOS) {
            return false;
        }
        told = true;
        toldNanos = nowNanos;
        return true;
    }
}
