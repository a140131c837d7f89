package io.paddock.server.zab;

/**
 * For how long a learner has heard nothing of its leader, and whether that is too long. The limit is that of the
 * configuration, which every leader can keep. A leader that was seen to send PINGs much more often than it must is given up
 * sooner: its silence means something.
 *
 * <ol>
 *   <li>The clock runs only while this peer runs itself: of a time in which it did not look, little counts. So its own pause
 *       is no silence of the leader, and neither is one of the whole machine.
 *   <li>Before the shorter limit is believed the world is asked for what has arrived and was not told yet: what lies unread
 *       was not silence.
 *   <li>The cadence is that of PINGs alone. Other packets come at the pace of the clients, and end with them.
 *   <li>A leader that says that it is of ours has it from the beginning. Otherwise it is recognized by PINGs in a row at distances that a leader of release 3.9 never keeps up, as it sends two in a
 *       tick. PINGs that come together, out of a link that was stuck, count as one.
 * </ol>
 *
 * <p>Owned by the replica thread.
 */
final class LeaderSilence {

    /** More is not counted of the time between two looks. A replica looks every 20 ms, later only if it gets no processor. */
    private static final long LOOK_MS_MAX = 40;

    /** The same for the limit of the configuration: what is longer is a pause. A busy machine does not put the limit off. */
    private static final long PAUSE_MS_MIN = 1_000;

    /** So many PINGs in a row make a cadence. */
    private static final int CADENCE = 5;
    /** So many are remembered: a single late one does not end what lasted for long, two in a row do. */
    private static final int CADENCE_MAX = 10;

    private static final long NEVER = Long.MIN_VALUE;

    private final ZabOptions options;
    private final Patience patience;
    private final long leaderSid;
    private final long link;
    private long silentMs;
    /** By the clock of the limit. */
    private long awaitedMs;

    private long lookedMs;
    private long pingedMs = NEVER;
    /** PINGs in a row that came as often as only leaders of ours send them. */
    private int frequent;
    /** Whether the world was asked for what is not told yet, and has not answered. */
    private boolean asked;

    /** @param ours whether the leader has said that it is of ours, and so sends PINGs often */
    LeaderSilence(Self self, long leaderSid, long link, boolean ours, long nowMs) {
        this.options = self.options();
        this.patience = self.patience();
        this.leaderSid = leaderSid;
        this.link = link;
        this.lookedMs = nowMs;
        this.frequent = ours ? CADENCE_MAX : 0;
    }

    /** A part of a packet has come. */
    void onMoved(long nowMs) {
        look(nowMs);
        silentMs = 0;
        awaitedMs = 0;
        asked = false;
    }

    void onHeard(QuorumPacket packet, long nowMs) {
        look(nowMs);
        if (hasCadence()) {
            patience.cameBack(silentMs, nowMs);
        }
        onMoved(nowMs);
        if (packet.type() == PacketType.PING) {
            onPing(nowMs);
        }
    }

    private void onPing(long nowMs) {
        long distanceMs = nowMs - pingedMs;
        if (pingedMs != NEVER && distanceMs > options.oftenMs()) {
            frequent /= 2;
        } else if (pingedMs != NEVER && distanceMs >= options.pingMs() / 4) {
            frequent = Math.min(frequent + 1, CADENCE_MAX);
        } else if (pingedMs != NEVER) {
            return; // Together with the one before, as for syncs.
        }
        pingedMs = nowMs;
    }

    private void look(long nowMs) {
        silentMs += Math.min(nowMs - lookedMs, LOOK_MS_MAX);
        awaitedMs += Math.min(nowMs - lookedMs, PAUSE_MS_MIN);
        lookedMs = nowMs;
    }

    private boolean hasCadence() {
        return frequent >= CADENCE;
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
        return hasCadence() && silentMs >= patience.ms(nowMs);
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
