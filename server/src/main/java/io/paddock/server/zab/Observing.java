package io.paddock.server.zab;

/**
 * Follows without a vote (specification, quorum protocol 14): is told what is committed, logs and applies it, acknowledges
 * nothing.
 */
public final class Observing implements EnsembleRole {

    private final History history;
    private final long leaderSid;
    private final long link;
    private final long epoch;
    private final LeaderInfo leader;
    private final LeaderSilence silence;

    Observing(Self self, long leaderSid, long link, long epoch, LeaderInfo leader, long nowMs) {
        this.history = self.history();
        this.leaderSid = leaderSid;
        this.link = link;
        this.epoch = epoch;
        this.leader = leader;
        this.silence = new LeaderSilence(self, leaderSid, link, leader.takesPings(), nowMs);
    }

    /** Whether its digests are computed as ours are. */
    public boolean leaderIsOurs() {
        return leader.takesPings();
    }

    public long epoch() {
        return epoch;
    }

    /** Where requests of clients go. */
    public long link() {
        return link;
    }

    @Override
    public EnsembleRole onUnlinked(long lost, String why, long nowMs, EnsembleEffects effects) {
        return lost != link ? this : new Looking("leader " + leaderSid + " left: " + why, false);
    }

    @Override
    public EnsembleRole onPacket(long from, QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        if (from != link) {
            return this;
        }
        silence.onHeard(packet, nowMs);
        switch (packet.type()) {
            case INFORM -> {
                history.append(Proposal.received(packet), effects);
                if (history.oldestOutstanding().zxid() != packet.zxid()) {
                    throw ProtocolViolation.unexpected(packet, "behind transactions that are not committed");
                }
                history.commitOldest(effects);
            }
            case PING -> effects.pong(link, packet.zxid());
            case SYNC, REVALIDATE -> effects.answered(packet);
            case INFORM_AND_ACTIVATE ->
                throw new ProtocolViolation("this server cannot change the configuration while it runs");
            case NEW_LEADER, UP_TO_DATE, DIFF, TRUNC, SNAP, LEADER_INFO ->
                throw ProtocolViolation.unexpected(packet, "to a server in sync");
            default -> {} // Specification, quorum protocol 7.2: what is not known is passed over.
        }
        return this;
    }

    @Override
    public EnsembleRole onSnapshotMoved(long from, long nowMs) {
        if (from == link) {
            silence.onMoved(nowMs);
        }
        return this;
    }

    @Override
    public EnsembleRole onTick(long nowMs, EnsembleEffects effects) {
        return orStay(silence.onTick(nowMs, effects));
    }

    @Override
    public EnsembleRole onCaughtUp(long asked, long nowMs, EnsembleEffects effects) {
        return asked != link ? this : orStay(silence.onCaughtUp(nowMs, effects));
    }

    private EnsembleRole orStay(Looking left) {
        return left == null ? this : left;
    }

    @Override
    public boolean serves() {
        return true;
    }

    @Override
    public int outstanding() {
        return history.outstandingCount();
    }

    @Override
    public String toString() {
        return "OBSERVING " + leaderSid + " in epoch " + epoch;
    }
}
