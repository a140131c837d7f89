package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An elected leader on its way: it finds an epoch that a quorum promises to serve, checks that nobody in that quorum has
 * more than itself, and gives everybody its history, until a quorum has all of it on disk (specification, quorum protocol
 * 8.2, 9.6).
 *
 * <p>Why its history is complete when it is established, and it is alone in its epoch:
 *
 * <ol>
 *   <li>A quorum has this epoch on disk as accepted before anybody is synchronized, and a promise is given once: so no
 *       other leader can have a quorum of promises for the same epoch, and no older one can commit any more.
 *   <li>Each peer of that quorum told the end of its history after its promise, and none is ahead of ours. Whatever was
 *       committed is on a quorum, which shares a peer with this one: so it is in our history.
 *   <li>Our own promise is on disk before others are asked for theirs, our epoch before we count ourselves.
 * </ol>
 */
public final class Establishing implements EnsembleRole {

    private enum Step {
        /** Waits until a quorum has come, to choose the epoch. */
        GATHERING,
        /** The epoch is on its way to our disk. */
        PROMISING,
        /** Waits until a quorum has promised. */
        ASKING,
        /** Synchronizes; our own current epoch is on its way to disk. */
        WRITING,
        /** Synchronizes; we have everything on disk ourselves. */
        WAITING
    }

    private final Self self;
    private final History history;
    private final Learners learners;
    private final Strays strays;
    private Step step = Step.GATHERING;
    private long stepStartMs;
    private long epoch = -1;
    /** Who has promised this epoch to this leader. Who comes back by another link says that it cannot promise it again. */
    private final TreeSet<Long> promised = new TreeSet<>();
    /** When a voter that is being synchronized last showed that it gets on. */
    private long movedMs;
    /** Voters that have left in synchronization: that others wait for them has to end some time. */
    private final TreeSet<Long> unsteady = new TreeSet<>();

    private long nextPingMs;

    public Establishing(Self self, long nowMs) {
        this.self = self;
        this.history = self.history();
        this.learners = new Learners(self);
        this.strays = new Strays(self.quorums(), nowMs);
        this.stepStartMs = nowMs;
        this.movedMs = nowMs;
        this.nextPingMs = nowMs;
    }

    /** To be asked for the first role: with one voter nobody else comes. */
    public EnsembleRole begin(long nowMs, EnsembleEffects effects) {
        tryChooseEpoch(nowMs, effects);
        return this;
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
        Learner lost = learners.of(link);
        if (lost != null && lost.phase() == Learner.Phase.SYNCHRONIZING) {
            unsteady.add(lost.sid());
        }
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
                strays.onCame(learner.sid());
                if (step.compareTo(Step.ASKING) >= 0) {
                    learners.ask(learner, epoch, effects);
                } else {
                    tryChooseEpoch(nowMs, effects);
                }
            }
            case ASKED -> onPromise(learner, packet, nowMs, effects);
            case SYNCHRONIZING -> {
                moved(learner, nowMs);
                Learners.acknowledged(learner, packet, epoch, nowMs);
            }
            case WAITING, PROMISED -> throw ProtocolViolation.unexpected(packet, "in discovery");
            case SYNCHRONIZED -> {
                if (packet.type() == PacketType.ACK) {
                    learner.acked(packet.zxid(), nowMs);
                }
            }
            case SERVING -> throw new IllegalStateException(learner + " serves under a leader that is not established");
        }
        return tryEstablish(nowMs, effects);
    }

    @Override
    public EnsembleRole onPartMoved(long link, long nowMs) {
        Learner learner = learners.of(link);
        if (learner != null) {
            learner.heard(nowMs);
            moved(learner, nowMs);
        }
        return this;
    }

    private void moved(Learner learner, long nowMs) {
        if (learner.follower() && !unsteady.contains(learner.sid())) {
            movedMs = nowMs;
        }
    }

    private void tryChooseEpoch(long nowMs, EnsembleEffects effects) {
        if (step != Step.GATHERING || !self.quorums().isQuorum(sid -> has(sid, Learner.Phase.WAITING))) {
            return;
        }
        long highest = history.acceptedEpoch();
        for (Learner learner : learners.all()) {
            highest = Math.max(highest, learner.acceptedEpoch());
        }
        epoch = highest + 1;
        next(Step.PROMISING, nowMs);
        history.persistEpochs(epoch, history.currentEpoch(), effects);
    }

    private boolean has(long sid, Learner.Phase least) {
        return sid == self.sid()
                || learners.follows(sid, learner -> learner.phase().compareTo(least) >= 0);
    }

    @Override
    public EnsembleRole onEpochsPersisted(long nowMs, EnsembleEffects effects) {
        if (step == Step.PROMISING) {
            next(Step.ASKING, nowMs);
            for (Learner learner : learners.all()) {
                if (learner.phase() == Learner.Phase.WAITING) {
                    learners.ask(learner, epoch, effects);
                }
            }
            tryEndDiscovery(nowMs, effects);
        } else if (step == Step.WRITING) {
            next(Step.WAITING, nowMs);
        }
        return tryEstablish(nowMs, effects);
    }

    private void onPromise(Learner learner, QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        long theirs = learners.promised(learner, packet, epoch);
        if (step == Step.ASKING) {
            if (theirs != -1 && isAhead(new Claim(theirs, packet.zxid()))) {
                learners.drop(learner, learner + " knows more than this server: " + Zxid.toHex(packet.zxid()), effects);
                return;
            }
            if (learner.follower() && learner.counts()) {
                promised.add(learner.sid());
            }
            tryEndDiscovery(nowMs, effects);
        } else {
            learners.synchronize(learner, epoch, nowMs, effects);
        }
    }

    private boolean isAhead(Claim claim) {
        return claim.isAheadOf(new Claim(history.currentEpoch(), history.end()));
    }

    private void tryEndDiscovery(long nowMs, EnsembleEffects effects) {
        boolean quorum = self.quorums()
                .isQuorum(sid -> sid == self.sid()
                        || learners.follows(
                                sid, learner -> learner.phase() == Learner.Phase.PROMISED && promised.contains(sid)));
        if (step != Step.ASKING || !quorum) {
            return;
        }
        next(Step.WRITING, nowMs);
        history.persistEpochs(epoch, epoch, effects);
        // All of our log is this epoch's initial history now. Whoever replaces it does so as a leader of a later epoch.
        while (history.oldestOutstanding() != null) {
            history.commitOldest(effects);
        }
        for (Learner learner : learners.all()) {
            if (learner.phase() == Learner.Phase.PROMISED) {
                learners.synchronize(learner, epoch, nowMs, effects);
            }
        }
    }

    private EnsembleRole tryEstablish(long nowMs, EnsembleEffects effects) {
        if (step == Step.WAITING && self.quorums().isQuorum(sid -> has(sid, Learner.Phase.SYNCHRONIZED))) {
            return new Leading(self, epoch, learners, nowMs, effects);
        }
        return this;
    }

    /**
     * A voter was heard that looks for a leader.
     *
     * @param absent voters that had no part in the election of this peer, or cannot be reached now
     */
    public void onLookingHeard(long sid, Set<Long> absent, long nowMs) {
        if (!isHere(sid)) {
            strays.onLookingHeard(sid, absent, nowMs);
        }
    }

    private boolean isHere(long sid) {
        return sid == self.sid() || learners.follower(sid) != null;
    }

    @Override
    public EnsembleRole onTick(long nowMs, EnsembleEffects effects) {
        if (nowMs - Math.max(stepStartMs, movedMs) > self.options().initLimitMs()) {
            return resign("no quorum came within " + self.options().initLimitMs() + " ms", effects);
        }
        if (strays.leaveNoQuorum(this::isHere)) {
            return resign(strays.toString(), effects);
        }
        learners.dropIdle(nowMs, false, effects);
        if (nowMs >= nextPingMs) {
            nextPingMs = nowMs + self.options().tickMs() / 2;
            learners.ping(Zxid.of(epoch, 0), effects);
        }
        return this;
    }

    private EnsembleRole resign(String why, EnsembleEffects effects) {
        List<Long> came = new ArrayList<>();
        learners.all().forEach(learner -> came.add(learner.sid()));
        learners.dropAll("this server does not lead any more: " + why, effects);
        return new Looking("gave up to lead: " + why + "; came: " + came, true);
    }

    private void next(Step newStep, long nowMs) {
        step = newStep;
        stepStartMs = nowMs;
    }

    @Override
    public int outstanding() {
        return history.outstandingCount();
    }

    @Override
    public String toString() {
        return epoch == -1 ? "ESTABLISHING" : "ESTABLISHING epoch " + epoch;
    }
}
