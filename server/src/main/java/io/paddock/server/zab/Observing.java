package io.paddock.server.zab;

import io.paddock.common.Zxid;

/**
 * Follows without a vote (specification, quorum protocol 14): is told what is committed, logs and applies it, acknowledges
 * nothing.
 */
public final class Observing implements InSync {

    private final History history;
    private final long epoch;
    private final LeaderSilence silence;
    /** The last that the leader had proposed when it sent its last PING. */
    private long leaderZxid;

    Observing(Self self, long leaderSid, long link, long epoch, LeaderInfo leader, long nowMs) {
        this.history = self.history();
        this.epoch = epoch;
        this.silence = new LeaderSilence(self, leaderSid, link, leader, nowMs);
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public LeaderSilence silence() {
        return silence;
    }

    @Override
    public EnsembleRole onPacket(long from, QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        if (from != link()) {
            return this;
        }
        silence.onHeard(nowMs);
        switch (packet.type()) {
            case INFORM -> {
                history.append(Proposal.received(packet), effects);
                if (history.oldestOutstanding().zxid() != packet.zxid()) {
                    throw ProtocolViolation.unexpected(packet, "behind transactions that are not committed");
                }
                history.commitOldest(effects);
            }
            case PING -> {
                leaderZxid = packet.zxid();
                effects.pong(link(), leaderZxid);
            }
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
    public long behind() {
        return Zxid.distance(history.committed(), Math.max(leaderZxid, history.end()));
    }

    @Override
    public int outstanding() {
        return history.outstandingCount();
    }

    @Override
    public String toString() {
        return "OBSERVING " + silence.leaderSid() + " in epoch " + epoch;
    }
}
