package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.ArrayList;
import java.util.List;

/**
 * A peer that may have lost its data gets it back, as an observer: it is counted nowhere (hazard H19). Nothing is written
 * before UPTODATE says that the leader is established, for a directory with data in it looks like one that may vote.
 * Afterwards the peer looks for the leader again, with its vote; what came behind the snapshot stays outstanding until that
 * leader has confirmed it once more.
 */
public final class Restoring implements EnsembleRole {

    private final Self self;
    private final History history;
    private final long leaderSid;
    private final long link;
    private final long epoch;
    private long snapshotEnd = -1;
    private final List<Proposal> received = new ArrayList<>();
    private boolean writing;
    private long lastHeardMs;

    Restoring(Self self, long leaderSid, long link, long epoch, long nowMs) {
        this.self = self;
        this.history = self.history();
        this.leaderSid = leaderSid;
        this.link = link;
        this.epoch = epoch;
        this.lastHeardMs = nowMs;
    }

    @Override
    public EnsembleRole onUnlinked(long lost, String why, long nowMs, EnsembleEffects effects) {
        return lost != link || writing ? this : new Looking("leader " + leaderSid + " left: " + why, true);
    }

    @Override
    public EnsembleRole onPacket(long from, QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        if (from != link || writing) {
            return this;
        }
        lastHeardMs = nowMs;
        if (snapshotEnd == -1) {
            if (packet.type() != PacketType.SNAP) {
                throw ProtocolViolation.unexpected(packet, "to a server that has no data");
            }
            snapshotEnd = packet.zxid();
            return this;
        }
        switch (packet.type()) {
            case PROPOSAL, INFORM -> {
                if (packet.zxid() > snapshotEnd) {
                    receive(Proposal.received(packet));
                }
            }
            case NEW_LEADER -> effects.send(link, QuorumPacket.of(PacketType.ACK, Zxid.of(epoch, 0)));
            case UP_TO_DATE -> write(effects);
            default -> {} // COMMIT among them: an observer is only sent what is committed.
        }
        return this;
    }

    /** A hole ends the link now: later, when the snapshot is being written, there is no way back. */
    private void receive(Proposal proposal) {
        long last = received.isEmpty()
                ? snapshotEnd
                : received.get(received.size() - 1).zxid();
        if (!History.follows(last, proposal.zxid())) {
            throw new ProtocolViolation(
                    "transaction " + Zxid.toHex(proposal.zxid()) + " came after " + Zxid.toHex(last));
        }
        received.add(proposal);
    }

    private void write(EnsembleEffects effects) {
        writing = true;
        history.replace(link, snapshotEnd, effects);
        received.forEach(proposal -> history.append(proposal, effects));
        history.persistEpochs(Math.max(epoch, history.acceptedEpoch()), epoch, effects);
    }

    @Override
    public EnsembleRole onEpochsPersisted(long nowMs, EnsembleEffects effects) {
        if (!writing) {
            return this;
        }
        effects.unlink(link, "this server has its data again and comes back with its vote");
        return new Looking("the data is here again", false);
    }

    @Override
    public EnsembleRole onTick(long nowMs, EnsembleEffects effects) {
        if (writing || nowMs - lastHeardMs < self.options().initLimitMs()) {
            return this;
        }
        effects.unlink(link, "silence in synchronization");
        return new Looking("leader " + leaderSid + " is silent while data is restored", true);
    }

    @Override
    public int outstanding() {
        return received.size();
    }

    @Override
    public String toString() {
        return "RESTORING from " + leaderSid + " in epoch " + epoch;
    }
}
