package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An established leader (specification, quorum protocol 10.1): numbers and proposes transactions, commits what a quorum has
 * on disk, in order, and brings late learners up to date.
 *
 * <p>It sends PINGs much more often than it must, so that its silence means something to learners that know it for a leader of
 * ours ({@link Patience}).
 *
 * <p>It leaves when it has no quorum that makes progress: a follower counts while it answers and acknowledges (hazard H30);
 * at once, if the followers that it has lost look for another leader, as they do when it has stood still for too long. And
 * it leaves when its own disk does not write, even if the others could do without: what waits for the disk would grow
 * without end, and one of them leads better (H32). And it gives way to a voter that has promised a later epoch.
 */
public final class Leading implements EnsembleRole {

    private static final long NEVER = -1;

    private final Self self;
    private final History history;
    private final Learners learners;
    private final SyncRounds syncs;
    private final long epoch;
    /** The last number that was given away. Never goes back. */
    private long lastZxid;
    /** Voters that were heard to look for a leader since there was a quorum. */
    private final TreeSet<Long> strays = new TreeSet<>();
    /** For whom voters last voted: at least what they have themselves. */
    private final TreeMap<Long, Claim> votes = new TreeMap<>();
    /** Since when there has been no quorum. */
    private long aloneSinceMs = NEVER;
    /** When our disk last moved, or had nothing to do. */
    private long diskMovedMs;

    private long durableSeen;
    private long nextPingMs;

    Leading(Self self, long epoch, Learners learners, long nowMs, EnsembleEffects effects) {
        this.self = self;
        this.history = self.history();
        this.epoch = epoch;
        this.learners = learners;
        this.syncs = new SyncRounds(self, learners);
        this.lastZxid = Zxid.of(epoch, 0);
        this.diskMovedMs = nowMs;
        this.durableSeen = history.durable();
        this.nextPingMs = nowMs;
        serveSynchronized(nowMs, effects);
    }

    public long epoch() {
        return epoch;
    }

    public Followership followership() {
        return new Followership(
                learners.all().size(),
                learners.all().stream()
                        .filter(learner -> learner.sid() >= 0)
                        .map(this::standing)
                        .toList());
    }

    private Followership.Standing standing(Learner learner) {
        long behind = learner.follower() ? Zxid.distance(learner.mark(), lastZxid) : 0;
        return new Followership.Standing(
                learner.sid(), learner.follower(), learner.phase() == Learner.Phase.SERVING, behind);
    }

    /** A voter was heard that looks for a leader, and votes for one who has that. */
    public void onLookingHeard(long sid, Claim vote) {
        if (self.quorums().isVoter(sid)) {
            strays.add(sid);
            votes.put(sid, vote);
        }
    }

    /** Whether another transaction may be numbered: near the end of the counter none is, and a new epoch begins. */
    public boolean accepts() {
        return Zxid.counter(lastZxid) < self.options().counterMax();
    }

    /** The number for the next proposal, which must follow. */
    public long nextZxid() {
        return lastZxid + 1;
    }

    public void onProposed(Proposal proposal, long nowMs, EnsembleEffects effects) {
        if (proposal.zxid() != lastZxid + 1) {
            throw new IllegalStateException(
                    "proposed " + Zxid.toHex(proposal.zxid()) + " after " + Zxid.toHex(lastZxid));
        }
        if (history.end() == history.durable()) {
            diskMovedMs = nowMs;
        }
        lastZxid = proposal.zxid();
        QuorumPacket packet = QuorumPacket.of(PacketType.PROPOSAL, proposal.zxid(), proposal.payload());
        for (Learner learner : learners.all()) {
            if (forwardsTo(learner)) {
                learner.proposed(proposal.zxid(), nowMs);
                effects.send(learner.link(), packet);
            }
        }
        history.append(proposal, effects);
    }

    /**
     * A client of this server, or of a learner, wants to see everything that is acknowledged by now.
     *
     * @param link where SYNC goes; {@link SyncRounds#HERE} for a client of this server
     * @param token given back to a client of this server
     */
    public void onSync(long link, Object token, EnsembleEffects effects) {
        syncs.add(link, token, lastZxid, history.committed(), effects);
    }

    private boolean forwardsTo(Learner learner) {
        return learner.follower() && learner.phase().compareTo(Learner.Phase.SYNCHRONIZING) >= 0;
    }

    @Override
    public EnsembleRole onLinked(long link, long dialled, long nowMs, EnsembleEffects effects) {
        if (dialled != INBOUND) {
            effects.unlink(link, "this server leads now");
        } else {
            learners.add(link, nowMs);
        }
        return this;
    }

    @Override
    public EnsembleRole onUnlinked(long link, String why, long nowMs, EnsembleEffects effects) {
        learners.remove(link);
        return this;
    }

    @Override
    public EnsembleRole onPacket(long link, QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        Learner learner = learners.of(link);
        if (learner == null) {
            return this;
        }
        learner.heard(nowMs);
        switch (learner.phase()) {
            case UNIDENTIFIED -> {
                learners.identify(learner, packet, effects);
                if (learner.follower()
                        && learner.acceptedEpoch() > epoch
                        && self.quorums().isVoter(learner.sid())) {
                    requireNotAhead(learner);
                    return giveWayTo(learner, effects);
                }
                learners.ask(learner, epoch, effects);
            }
            case ASKED -> {
                learners.promised(learner, packet, epoch);
                learners.synchronize(learner, epoch, nowMs, effects);
            }
            case SYNCHRONIZING -> {
                Learners.acknowledged(learner, packet, epoch, nowMs);
                advance(nowMs, effects);
            }
            case WAITING, PROMISED -> throw ProtocolViolation.unexpected(packet, "in discovery");
            case SYNCHRONIZED, SERVING -> onServing(learner, packet, nowMs, effects);
        }
        return this;
    }

    private void onServing(Learner learner, QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        switch (packet.type()) {
            case ACK -> {
                learner.acked(packet.zxid(), nowMs);
                if (mayCommit(learner)) {
                    advance(nowMs, effects);
                }
            }
            case PING -> {
                if (learner.phase() == Learner.Phase.SERVING) {
                    learner.ponged();
                    effects.requested(learner.link(), learner.sid(), packet);
                    syncs.onPong(history.committed(), effects);
                }
            }
            case REQUEST, REVALIDATE -> effects.requested(learner.link(), learner.sid(), packet);
            default -> {} // Specification, quorum protocol 17: what is not known is passed over.
        }
    }

    @Override
    public EnsembleRole onPartMoved(long link, long nowMs) {
        Learner learner = learners.of(link);
        if (learner != null) {
            learner.heard(nowMs);
        }
        return this;
    }

    @Override
    public EnsembleRole onLogSynced(long nowMs, EnsembleEffects effects) {
        advance(nowMs, effects);
        return this;
    }

    /** Not for the acknowledgements that come when others have made a quorum: a third of all, in an ensemble of three. */
    private boolean mayCommit(Learner learner) {
        Proposal oldest = history.oldestOutstanding();
        return oldest != null && learner.mark() >= oldest.zxid();
    }

    /** Commits what a quorum has on disk. */
    private void advance(long nowMs, EnsembleEffects effects) {
        long floor = self.quorums().quorumFloor(this::mark);
        while (history.oldestOutstanding() != null
                && history.oldestOutstanding().zxid() <= floor) {
            Proposal proposal = history.oldestOutstanding();
            history.commitOldest(effects);
            tellCommitted(proposal, effects);
        }
        serveSynchronized(nowMs, effects);
        syncs.onCommitted(history.committed(), effects);
    }

    private long mark(long sid) {
        if (sid == self.sid()) {
            return Math.max(history.durable(), 0);
        }
        Learner learner = learners.follower(sid);
        return learner == null ? 0 : learner.mark();
    }

    private void tellCommitted(Proposal proposal, EnsembleEffects effects) {
        QuorumPacket commit = QuorumPacket.of(PacketType.COMMIT, proposal.zxid());
        QuorumPacket inform = QuorumPacket.of(PacketType.INFORM, proposal.zxid(), proposal.payload());
        for (Learner learner : learners.all()) {
            if (learner.phase().compareTo(Learner.Phase.SYNCHRONIZING) >= 0
                    && proposal.zxid() > learner.commitsAfter()) {
                effects.send(learner.link(), learner.follower() ? commit : inform);
            }
        }
    }

    private void serveSynchronized(long nowMs, EnsembleEffects effects) {
        for (Learner learner : learners.all()) {
            if (learner.phase() == Learner.Phase.SYNCHRONIZED && history.committed() >= learner.serveAfter()) {
                learner.serving(nowMs);
                effects.send(learner.link(), QuorumPacket.of(PacketType.UP_TO_DATE, -1));
            }
        }
    }

    @Override
    public EnsembleRole onTick(long nowMs, EnsembleEffects effects) {
        if (history.durable() != durableSeen || history.end() == history.durable()) {
            durableSeen = history.durable();
            diskMovedMs = nowMs;
        }
        if (nowMs - diskMovedMs > self.options().syncLimitMs()) {
            return resign("the disk wrote nothing for " + (nowMs - diskMovedMs) + " ms", true, effects);
        }
        learners.dropIdle(nowMs, true, effects);
        if (hasQuorum()) {
            strays.clear();
            aloneSinceMs = NEVER;
        } else if (aloneSinceMs == NEVER) {
            aloneSinceMs = nowMs;
        }
        if (aloneSinceMs != NEVER && nowMs - aloneSinceMs >= self.options().tickMs()) {
            return resign("no quorum makes progress", true, effects);
        }
        if (aloneSinceMs != NEVER && !self.quorums().isQuorum(sid -> !hasStrayed(sid))) {
            return resign("voters " + strays + " look for another leader", false, effects);
        }
        if (!accepts() && history.oldestOutstanding() == null) {
            return resign("the numbers of epoch " + epoch + " are used up", false, effects);
        }
        if (nowMs >= nextPingMs) {
            nextPingMs = nowMs + self.options().pingMs();
            learners.ping(lastZxid, effects);
            syncs.onPinged();
        }
        return this;
    }

    private boolean hasStrayed(long sid) {
        return strays.contains(sid) && learners.follower(sid) == null;
    }

    private boolean hasQuorum() {
        return self.quorums()
                .isQuorum(sid -> sid == self.sid()
                        || learners.follows(
                                sid, learner -> learner.phase().compareTo(Learner.Phase.SYNCHRONIZED) >= 0));
    }

    /**
     * A voter of this ensemble has at most what its leader has. Who has more comes from another one, with data that would
     * replace ours in the election that follows; or it was not heard yet, and comes again.
     */
    private void requireNotAhead(Learner voter) {
        Claim vote = votes.get(voter.sid());
        if (vote == null) {
            throw new ProtocolViolation("server " + voter.sid() + " has promised epoch " + voter.acceptedEpoch()
                    + ", and its vote was not heard yet");
        }
        if (vote.isAheadOf(new Claim(epoch, Math.max(lastZxid, history.end())))) {
            throw new ProtocolViolation(
                    "server " + voter.sid() + " votes for " + vote + ", which is ahead of this leader in" + " epoch "
                            + epoch + ". Are its data, or those of its candidate, of another ensemble? It stays out");
        }
    }

    /**
     * The voter has promised a later epoch to somebody who did not get a quorum, and can follow nobody in this one, however
     * long it lasts. We promise that epoch too, so that whoever leads next with our promise leads in a later one.
     */
    private EnsembleRole giveWayTo(Learner voter, EnsembleEffects effects) {
        history.persistEpochs(voter.acceptedEpoch(), history.currentEpoch(), effects);
        String why = "server " + voter.sid() + " has promised epoch " + voter.acceptedEpoch() + " and cannot follow in "
                + epoch + "; a later one begins";
        return resign(why, false, effects);
    }

    private EnsembleRole resign(String why, boolean failed, EnsembleEffects effects) {
        learners.dropAll("this server does not lead any more: " + why, effects);
        return new Looking(why, failed);
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
        return "LEADING epoch " + epoch;
    }
}
