package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.ArrayDeque;

/**
 * Takes over the leader's history (specification, quorum protocol 9.5).
 *
 * <p>Why nothing that was acknowledged is lost, and nothing unconfirmed is shown:
 *
 * <ol>
 *   <li>Whatever is received goes to the disk in the order in which it came: cut, snapshot, transactions, then the epoch.
 *       So the epoch on disk is a true claim (hazard H2), and a half-finished synchronization leaves a shorter history, not
 *       a wrong one (H8).
 *   <li>NEWLEADER is acknowledged when the epoch is on disk, hence all that came before it (H1), and before any other
 *       packet (H3).
 *   <li>Nothing is applied before UPTODATE: until then the leader's history is not known to be committed. A tree that was
 *       received replaces ours, but nobody is served from it.
 *   <li>The leader sends a commit for each transaction that it sent, in order; whatever is not in order ends the link (H5).
 * </ol>
 */
public final class Synchronizing implements EnsembleRole {

    private enum Progress {
        /** Waits for DIFF, TRUNC or SNAP. */
        EXPECTING,
        RECEIVING,
        /** All of the initial history is here, and on its way to the disk. */
        WRITING,
        /** Waits for UPTODATE. */
        ACKNOWLEDGED
    }

    private final Self self;
    private final History history;
    private final long leaderSid;
    private final long link;
    private final long epoch;
    private final LeaderInfo leader;
    private Progress progress = Progress.EXPECTING;
    /** The leader says that everything up to here is committed, which holds once it is established. */
    private long committedUpTo;
    /** Transactions at or below are in the snapshot; -1 without one. */
    private long snapshotEnd = -1;
    /** Received, not committed before NEWLEADER: to be acknowledged one by one. In order. */
    private final ArrayDeque<Long> toAck = new ArrayDeque<>();
    /** Received, and their commits are still to come. In order. */
    private final ArrayDeque<Long> uncommitted = new ArrayDeque<>();

    /** What came while the log is being cut; null while it is not. */
    private ArrayDeque<QuorumPacket> held;

    private long lastHeardMs;
    /** Whether our disk has got on since the last PING was answered. */
    private boolean diskMoved;

    Synchronizing(Self self, long leaderSid, long link, long epoch, LeaderInfo leader, long nowMs) {
        this.self = self;
        this.history = self.history();
        this.leaderSid = leaderSid;
        this.link = link;
        this.epoch = epoch;
        this.leader = leader;
        this.lastHeardMs = nowMs;
    }

    @Override
    public EnsembleRole onUnlinked(long lost, String why, long nowMs, EnsembleEffects effects) {
        return lost != link ? this : new Looking("leader " + leaderSid + " left in synchronization: " + why, true);
    }

    @Override
    public EnsembleRole onPacket(long from, QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        if (from != link) {
            return this;
        }
        lastHeardMs = nowMs;
        if (held != null) {
            held.add(packet);
            return this;
        }
        return onPacket(packet, nowMs, effects);
    }

    private EnsembleRole onPacket(QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        if (progress == Progress.EXPECTING) {
            if (history.blank()) {
                return new Restoring(self, leaderSid, link, epoch, nowMs).onPacket(link, packet, nowMs, effects);
            }
            begin(packet, effects);
            return this;
        }
        switch (packet.type()) {
            case PROPOSAL -> onProposal(packet, effects);
            case COMMIT -> onCommit(packet.zxid());
            case INFORM -> onInform(packet, effects);
            case NEW_LEADER -> onNewLeader(packet, effects);
            case UP_TO_DATE -> {
                return onUpToDate(packet, nowMs, effects);
            }
            case COMMIT_AND_ACTIVATE, INFORM_AND_ACTIVATE ->
                throw new ProtocolViolation("this server cannot change the configuration while it runs");
            case PING -> onPing(packet.zxid(), effects);
            default -> {}
        }
        return this;
    }

    /** Not answered before the acknowledgement, but to a leader that wants to know whether we still write. */
    private void onPing(long zxid, EnsembleEffects effects) {
        if (leader.ours() && progress == Progress.WRITING && diskMoved) {
            diskMoved = false;
            effects.pong(link, zxid);
        }
    }

    @Override
    public EnsembleRole onPartMoved(long from, long nowMs) {
        if (from == link) {
            lastHeardMs = nowMs;
        }
        return this;
    }

    @Override
    public EnsembleRole onDiskMoved(long nowMs) {
        diskMoved = true;
        return this;
    }

    private void begin(QuorumPacket packet, EnsembleEffects effects) {
        switch (packet.type()) {
            case DIFF -> committedUpTo = history.end();
            case TRUNC -> truncate(packet.zxid(), effects);
            case SNAP -> {
                history.replace(link, packet.zxid(), effects);
                snapshotEnd = packet.zxid();
                committedUpTo = packet.zxid();
            }
            default -> throw ProtocolViolation.unexpected(packet, "at the beginning of synchronization");
        }
        progress = Progress.RECEIVING;
    }

    private void truncate(long zxid, EnsembleEffects effects) {
        if (zxid > history.end()) {
            throw new ProtocolViolation("TRUNC to " + Zxid.toHex(zxid) + " is beyond " + Zxid.toHex(history.end()));
        }
        if (zxid < history.end()) {
            history.truncate(zxid, effects);
            held = new ArrayDeque<>();
        }
        committedUpTo = zxid;
    }

    private void onProposal(QuorumPacket packet, EnsembleEffects effects) {
        if (packet.zxid() <= snapshotEnd) {
            return; // The snapshot was taken later than the leader began to forward.
        }
        history.append(Proposal.received(packet), effects);
        toAck.add(packet.zxid());
        uncommitted.add(packet.zxid());
    }

    private void onCommit(long zxid) {
        if (zxid <= snapshotEnd) {
            return;
        }
        Long expected = uncommitted.poll();
        if (expected == null || zxid != expected) {
            throw new ProtocolViolation("COMMIT of " + Zxid.toHex(zxid) + " instead of "
                    + (expected == null ? "nothing" : Zxid.toHex(expected)));
        }
        committedUpTo = zxid;
        if (progress == Progress.RECEIVING) {
            toAck.remove();
        }
    }

    private void onInform(QuorumPacket packet, EnsembleEffects effects) {
        if (self.voter()) {
            return;
        }
        onProposal(packet, effects);
        onCommit(packet.zxid());
    }

    private void onNewLeader(QuorumPacket packet, EnsembleEffects effects) {
        if (progress != Progress.RECEIVING || Zxid.epoch(packet.zxid()) != epoch) {
            throw ProtocolViolation.unexpected(packet, "to the synchronization with epoch " + epoch);
        }
        progress = Progress.WRITING;
        history.persistEpochs(Math.max(epoch, history.acceptedEpoch()), epoch, effects);
    }

    @Override
    public EnsembleRole onEpochsPersisted(long nowMs, EnsembleEffects effects) {
        if (progress == Progress.WRITING) {
            progress = Progress.ACKNOWLEDGED;
            effects.send(link, QuorumPacket.of(PacketType.ACK, Zxid.of(epoch, 0)));
        }
        return this;
    }

    @Override
    public EnsembleRole onTruncated(long nowMs, EnsembleEffects effects) {
        ArrayDeque<QuorumPacket> waiting = held;
        held = null;
        for (QuorumPacket packet : waiting) {
            onPacket(packet, nowMs, effects); // UPTODATE is not among them: NEWLEADER has not been acknowledged.
        }
        return this;
    }

    @Override
    public EnsembleRole onTruncateRefused(long nowMs, EnsembleEffects effects) {
        effects.unlink(link, "the log has no transaction to cut behind");
        return new Looking("leader " + leaderSid + " wants a cut at a transaction that is not here", true);
    }

    private EnsembleRole onUpToDate(QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        if (progress != Progress.ACKNOWLEDGED) {
            throw ProtocolViolation.unexpected(packet, "before the acknowledgement of NEWLEADER");
        }
        effects.send(link, QuorumPacket.of(PacketType.ACK, Zxid.of(epoch, 0)));
        while (history.oldestOutstanding() != null
                && history.oldestOutstanding().zxid() <= committedUpTo) {
            history.commitOldest(effects);
        }
        if (!self.voter()) {
            return new Observing(self, leaderSid, link, epoch, leader, nowMs);
        }
        return new Following(self, leaderSid, link, epoch, leader, toAck, nowMs, effects);
    }

    @Override
    public EnsembleRole onTick(long nowMs, EnsembleEffects effects) {
        if (nowMs - lastHeardMs < self.options().initLimitMs()) {
            return this;
        }
        effects.unlink(link, "silence in synchronization");
        return new Looking(
                "leader " + leaderSid + " is silent for " + (nowMs - lastHeardMs) + " ms in synchronization", true);
    }

    /** The epoch of the leader. */
    long epoch() {
        return epoch;
    }

    boolean leaderIsOurs() {
        return leader.ours();
    }

    @Override
    public int outstanding() {
        return history.outstandingCount();
    }

    @Override
    public String toString() {
        return "SYNCHRONIZING with " + leaderSid + " in epoch " + epoch;
    }
}
