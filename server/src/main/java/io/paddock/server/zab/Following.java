package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.ArrayDeque;

/**
 * Follows an established leader (specification, quorum protocol 10.2): logs what is proposed, acknowledges what is on disk,
 * applies what is committed, serves clients. Left when the leader is silent or anything is out of order.
 */
public final class Following implements InSync {

    private final History history;
    private final long epoch;
    /** Proposed and not acknowledged yet. In order. */
    private final ArrayDeque<Long> toAck;

    private final LeaderSilence silence;
    /** The last that the leader had proposed when it sent its last PING. */
    private long leaderZxid;

    Following(
            Self self,
            long leaderSid,
            long link,
            long epoch,
            LeaderInfo leader,
            ArrayDeque<Long> toAck,
            long nowMs,
            EnsembleEffects effects) {
        this.history = self.history();
        this.epoch = epoch;
        this.toAck = toAck;
        this.silence = new LeaderSilence(self, leaderSid, link, leader, nowMs);
        ackDurable(effects);
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
            case PROPOSAL -> {
                history.append(Proposal.received(packet), effects);
                toAck.add(packet.zxid());
            }
            case COMMIT -> onCommit(packet.zxid(), effects);
            case PING -> {
                leaderZxid = packet.zxid();
                effects.pong(link(), leaderZxid);
            }
            case SYNC, REVALIDATE -> effects.answered(packet);
            case COMMIT_AND_ACTIVATE ->
                throw new ProtocolViolation("this server cannot change the configuration while it runs");
            case NEW_LEADER, UP_TO_DATE, DIFF, TRUNC, SNAP, LEADER_INFO ->
                throw ProtocolViolation.unexpected(packet, "to a server in sync");
            default -> {} // Specification, quorum protocol 7.2: what is not known is passed over.
        }
        return this;
    }

    private void onCommit(long zxid, EnsembleEffects effects) {
        Proposal oldest = history.oldestOutstanding();
        if (oldest == null || oldest.zxid() != zxid) {
            throw new ProtocolViolation("COMMIT of " + Zxid.toHex(zxid) + " instead of "
                    + (oldest == null ? "none" : Zxid.toHex(oldest.zxid())));
        }
        history.commitOldest(effects);
    }

    @Override
    public EnsembleRole onLogSynced(long nowMs, EnsembleEffects effects) {
        ackDurable(effects);
        return this;
    }

    private void ackDurable(EnsembleEffects effects) {
        while (!toAck.isEmpty() && toAck.peek() <= history.durable()) {
            effects.send(link(), QuorumPacket.of(PacketType.ACK, toAck.remove()));
        }
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
        return "FOLLOWING " + silence.leaderSid() + " in epoch " + epoch;
    }
}
