package io.paddock.server.zab;

/**
 * How long this peer bears the silence of a leader that sends PINGs often. It learns from silences that ended: what a leader
 * came back from once is taken for its way to be, and the next leader is given twice as long, for a while. So machines that
 * pause longer than others are not left again and again.
 *
 * <p>Only speed depends on it, never safety: leaving a leader that lives costs an election.
 *
 * <p>Owned by the replica thread.
 */
public final class Patience {

    /** Longer than the time between two full collections of a server that has few of them. */
    private static final long REMEMBERED_MS = 10 * 60_000;

    private static final long NOBODY = Long.MIN_VALUE;

    private final long leastMs;
    private final long mostMs;
    private long learnedMs;
    private long learnedAtMs;
    private long left = NOBODY;
    private long leftAtMs;
    /** The patience of that moment. */
    private long leftAfterMs;

    public Patience(ZabOptions options) {
        this.mostMs = options.syncLimitMs();
        this.leastMs = Math.min(options.silenceMs(), mostMs);
        this.learnedMs = leastMs;
    }

    public long ms(long nowMs) {
        if (nowMs - learnedAtMs > REMEMBERED_MS) {
            learnedMs = leastMs;
        }
        return learnedMs;
    }

    /** A silence ended by itself. */
    void cameBack(long silenceMs, long nowMs) {
        long wantedMs = Math.min(mostMs, 2 * silenceMs);
        if (wantedMs > leastMs && wantedMs >= ms(nowMs)) {
            learnedMs = wantedMs;
            learnedAtMs = nowMs;
        }
    }

    /** This leader was left because it was silent for as long as this peer can bear. */
    void gaveUp(long leader, long nowMs) {
        left = leader;
        leftAtMs = nowMs;
        leftAfterMs = ms(nowMs);
    }

    /**
     * This peer says that it leads. If it is the one that was given up it is alive: a process that was started in its place
     * would look for a leader. That was a false alarm if twice the patience would have been enough for it. What comes back
     * later has hung, and the next that hangs shall not be borne longer for it.
     */
    public void onLeading(long sid, long nowMs) {
        if (sid == left) {
            left = NOBODY;
            if (nowMs - leftAtMs < leftAfterMs) {
                cameBack(leftAfterMs, nowMs);
            }
        }
    }
}
