package io.paddock.server.zab;

/**
 * For how long a learner has heard nothing of its leader, and whether that is too long. The limit is that of the
 * configuration, which every leader can keep. A leader of ours sends PINGs much more often than it must, and says of itself
 * that it is one ({@link LeaderInfo}): it is given up sooner, as its silence means something.
 *
 * <ol>
 *   <li>The clock runs only while this peer runs itself: of a time in which it did not look, little counts. So its own pause
 *       is no silence of the leader, and neither is one of the whole machine.
 *   <li>Before the shorter limit is believed the world is asked for what has arrived and was not told yet: what lies unread
 *       was not silence. Neither is a part of a packet that takes its time on a slow line.
 *   <li>What a leader came back from is borne the next time ({@link Patience}).
 * </ol>
 *
 * <p>Owned by the replica thread.
 */
public final class LeaderSilence {

    /** More is not counted of the time between two looks. A replica looks every 20 ms, later only if it gets no processor. */
    private static final long LOOK_MS_MAX = 40;

    /** The same for the limit of the configuration: what is longer is a pause. A busy machine does not put the limit off. */
    private static final long PAUSE_MS_MIN = 1_000;

    private final ZabOptions options;
    private final Patience patience;
    private final long leaderSid;
    private final long link;
    private final boolean leaderIsOurs;
    private long silentMs;
    /** By the clock of the limit. */
    private long awaitedMs;

    private long lookedMs;
    /** Whether the world was asked for what is not told yet, and has not answered. */
    private boolean asked;

    LeaderSilence(Self self, long leaderSid, long link, LeaderInfo leader, long nowMs) {
        this.options = self.options();
        this.patience = self.patience();
        this.leaderSid = leaderSid;
        this.link = link;
        this.leaderIsOurs = leader.ours();
        this.lookedMs = nowMs;
    }

    long leaderSid() {
        return leaderSid;
    }

    long link() {
        return link;
    }

    boolean leaderIsOurs() {
        return leaderIsOurs;
    }

    /** A packet of the leader has come. */
    void onHeard(long nowMs) {
        look(nowMs);
        if (leaderIsOurs) {
            patience.cameBack(silentMs, nowMs);
        }
        onMoved(nowMs);
    }

    /** A part of a packet has come. */
    void onMoved(long nowMs) {
        look(nowMs);
        silentMs = 0;
        awaitedMs = 0;
        asked = false;
    }

    private void look(long nowMs) {
        silentMs += Math.min(nowMs - lookedMs, LOOK_MS_MAX);
        awaitedMs += Math.min(nowMs - lookedMs, PAUSE_MS_MIN);
        lookedMs = nowMs;
    }

    /** Null while the leader is not to be left; otherwise the role that follows. */
    Looking onTick(long nowMs, EnsembleEffects effects) {
        look(nowMs);
        if (awaitedMs >= options.syncLimitMs()) {
            return leave(effects);
        }
        if (!asked && isTooLong(nowMs)) {
            asked = true;
            effects.catchUp(link);
        }
        return null;
    }

    private boolean isTooLong(long nowMs) {
        return leaderIsOurs && silentMs >= patience.ms(nowMs);
    }

    /** Nothing of the leader is unread. As {@link #onTick}. */
    Looking onCaughtUp(long nowMs, EnsembleEffects effects) {
        if (!asked || !isTooLong(nowMs)) {
            return null;
        }
        patience.gaveUp(leaderSid, nowMs);
        return leave(effects);
    }

    private Looking leave(EnsembleEffects effects) {
        effects.unlink(link, "silence");
        return new Looking("leader " + leaderSid + " is silent for " + awaitedMs + " ms", false, leaderSid);
    }
}
