package io.paddock.server.replica;

import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.election.Candidacy;
import io.paddock.server.election.ElectionEffects;
import io.paddock.server.election.FastElection;
import io.paddock.server.election.Notification;
import io.paddock.server.election.PeerState;
import io.paddock.server.zab.Claim;
import io.paddock.server.zab.Configuration;
import io.paddock.server.zab.Discovering;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Establishing;
import io.paddock.server.zab.History;
import io.paddock.server.zab.InSync;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.Looking;
import io.paddock.server.zab.ProtocolViolation;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.Self;
import io.paddock.server.zab.ZabOptions;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * A peer's life in the ensemble: it looks for a leader, becomes it or follows it, until that fails, and looks again.
 *
 * <p>Between two roles the disk comes to rest: what is claimed in an election is what a crash would leave (hazards H8, H9).
 * A peer that tried to lead or to follow and could not waits a little longer each time, and longest if it was elected
 * and could not be followed, so that the others elect somebody whom they can reach (H31).
 *
 * <p>Owned by the replica thread.
 */
public final class Participation {

    private static final long PAUSE_MS_MIN = 20;
    /** For one that was elected and got no quorum: longer than the others need to elect somebody else meanwhile. */
    private static final long ELECTED_PAUSE_MS_MIN = 320;

    private static final long PAUSE_MS_MAX = 2_000;
    /** In a row: from here on an attempt is a single dial, and the pause a third of a second or more. */
    private static final int FAILURES_OFTEN = 5;

    private static final long NOBODY = Long.MIN_VALUE;

    private final Self self;
    private final History history;
    private final Candidacy.Kind kind;
    private final FastElection election;
    private final PeerEffects effects;
    private final ElectionEffects electionEffects = new Ballots();
    private final Random random;

    private final Estrangement estrangement;

    private EnsembleRole role = new Looking("start", false);
    private long nowMs;
    /** Failures in a row. */
    private int failures;

    private boolean lookingForLeader;
    private long lookAtMs;
    /** Whom the election found, until the role is changed. */
    private long elected = NOBODY;
    /** The voters that a new ensemble begins without, until it has begun; null if none begins. */
    private List<Long> newEnsembleWithout;

    /** @param random draws the pauses: give it a seed of its own */
    public Participation(
            Self self, Candidacy.Kind kind, FastElection election, PeerEffects effects, Random random, long nowMs) {
        this.self = self;
        this.history = self.history();
        this.kind = kind;
        this.election = election;
        this.effects = effects;
        this.random = random;
        this.nowMs = nowMs;
        this.lookAtMs = nowMs;
        ZabOptions zab = self.options();
        this.estrangement = new Estrangement(3L * zab.initLimitMs() + zab.syncLimitMs() + zab.tickMs());
        election.suspend();
    }

    Configuration configuration() {
        return self.configuration();
    }

    public EnsembleRole role() {
        return role;
    }

    /** Transactions in the log that are not known to be committed. */
    int outstanding() {
        return history.outstandingCount();
    }

    /** What a snapshot of the tree would take, about. */
    void snapshotBytes(long bytes) {
        history.snapshotBytes(bytes);
    }

    public PeerState state() {
        return election.state();
    }

    /** The time of the events that follow. Never goes back. */
    public void at(long newNowMs) {
        nowMs = newNowMs;
    }

    /** To be called every few ms. */
    public void onTick() {
        become(role.onTick(nowMs, effects));
        election.onTick(nowMs, electionEffects);
        settle();
    }

    public void onNotification(long from, Notification notification) {
        if (role instanceof Establishing establishing && notification.state() == PeerState.LOOKING) {
            establishing.onLookingHeard(from, election.absent(), nowMs);
        } else if (role instanceof Discovering discovering && notification.state() == PeerState.LOOKING) {
            discovering.onLookingHeard(from, election.absent(), nowMs);
        } else if (role instanceof Leading leading && notification.state() == PeerState.LOOKING) {
            leading.onLookingHeard(
                    from,
                    new Claim(
                            notification.vote().peerEpoch(), notification.vote().zxid()));
        }
        if (notification.state() == PeerState.LEADING) {
            self.patience().onLeading(from, nowMs);
        }
        election.onNotification(from, notification, nowMs, electionEffects);
        self.configuration().isInForceAs(election.configurationVersion());
        settle();
    }

    /** Whether the election port of that peer can be connected to, as far as is known. */
    public void onReachable(long sid, boolean reachable) {
        election.onReachable(sid, reachable, nowMs, electionEffects);
        settle();
    }

    public void onLinked(long link, long dialled) {
        step(current -> current.onLinked(link, dialled, nowMs, effects));
    }

    public void onDialFailed() {
        step(current -> current.onDialFailed(nowMs, effects));
    }

    public void onUnlinked(long link, String why) {
        step(current -> current.onUnlinked(link, why, nowMs, effects));
    }

    public void onPacket(long link, QuorumPacket packet) {
        step(current -> {
            try {
                return current.onPacket(link, packet, nowMs, effects);
            } catch (ProtocolViolation | MalformedRecord e) {
                effects.unlink(link, e.getMessage());
                return current.onUnlinked(link, e.getMessage(), nowMs, effects);
            }
        });
    }

    public void onCaughtUp(long link) {
        step(current -> current.onCaughtUp(link, nowMs, effects));
    }

    public void onLogSynced(long zxid) {
        history.onLogSynced(zxid);
        step(current -> current.onLogSynced(nowMs, effects));
    }

    public void onTruncated(long zxid) {
        history.onTruncated(zxid);
        step(current -> {
            try {
                return current.onTruncated(nowMs, effects);
            } catch (ProtocolViolation | MalformedRecord e) {
                return current.onTruncateRefused(nowMs, effects); // What came meanwhile cannot be used.
            }
        });
    }

    /** The log has no such transaction, and is as it was. */
    public void onTruncateRefused() {
        history.onTruncateRefused();
        step(current -> current.onTruncateRefused(nowMs, effects));
    }

    public void onSnapshotSaved(long zxid) {
        history.onSnapshotSaved(zxid);
        settle();
    }

    public void onEpochsPersisted(long accepted, long current) {
        history.onEpochsPersisted(accepted, current);
        step(role -> role.onEpochsPersisted(nowMs, effects));
    }

    /** Of the snapshot that is on its way over a link. */
    public void onPartMoved(long link) {
        step(current -> current.onPartMoved(link, nowMs));
    }

    /** Of the snapshot that is being saved. */
    public void onDiskMoved() {
        step(current -> current.onDiskMoved(nowMs));
    }

    private void step(Function<EnsembleRole, EnsembleRole> event) {
        become(event.apply(role));
        settle();
    }

    private void settle() {
        if (newEnsembleWithout != null) {
            String without = newEnsembleWithout.isEmpty() ? "" : ", and " + newEnsembleWithout + " are not heard";
            newEnsembleWithout = null;
            history.begin(effects);
            become(new Looking("a new ensemble begins: no other voter has data either" + without, false));
        }
        if (elected != NOBODY) {
            long leader = elected;
            elected = NOBODY;
            lookingForLeader = false;
            judgeWhoseDataTheseAre(leader);
            if (leader == self.sid()) {
                Establishing establishing = new Establishing(self, nowMs);
                become(establishing);
                become(establishing.begin(nowMs, effects));
            } else {
                become(new Discovering(self, leader, failures >= FAILURES_OFTEN, nowMs, effects));
            }
        }
        if (role instanceof Looking && !lookingForLeader && nowMs >= lookAtMs && history.atRest()) {
            lookingForLeader = true;
            election.start(candidacy(), nowMs, electionEffects);
            if (elected != NOBODY || newEnsembleWithout != null) {
                settle();
            }
        }
    }

    private void judgeWhoseDataTheseAre(long leader) {
        long epoch = election.vote().peerEpoch();
        if (kind == Candidacy.Kind.VOTER) {
            estrangement.onFound(epoch, history.currentEpoch(), nowMs);
            if (estrangement.isCertain(nowMs)) {
                effects.estranged(leader, epoch, history.currentEpoch());
            }
        }
    }

    private Candidacy candidacy() {
        return history.fresh() ? Candidacy.FRESH : new Candidacy(kind, history.end(), history.currentEpoch());
    }

    private void become(EnsembleRole next) {
        if (next == role) {
            return;
        }
        EnsembleRole last = role;
        role = next;
        if (next instanceof Looking looking) {
            failures = looking.failed() ? Math.min(failures + 1, 8) : 0;
            long firstMs = last instanceof Establishing ? ELECTED_PAUSE_MS_MIN : PAUSE_MS_MIN;
            long pauseMs = Math.min(PAUSE_MS_MAX, firstMs << failures);
            lookAtMs = nowMs + (failures == 0 ? 0 : pauseMs / 2 + random.nextInt((int) pauseMs));
            lookingForLeader = false;
            election.suspend();
            if (looking.silent() != Looking.NOBODY) {
                election.onReachable(looking.silent(), false, nowMs, electionEffects); // Its vote is not waited for.
            }
        } else if (next.serves()) {
            failures = 0;
            election.onEstablished(epochOf(next));
        }
        effects.transition(last, next);
    }

    private static long epochOf(EnsembleRole serving) {
        if (serving instanceof Leading leading) {
            return leading.epoch();
        }
        return ((InSync) serving).epoch();
    }

    /** What the election asks for. */
    private final class Ballots implements ElectionEffects {
        @Override
        public void notify(long sid, Notification notification) {
            effects.notify(sid, notification);
        }

        @Override
        public void beginsAnew(List<Long> unheard) {
            newEnsembleWithout = unheard;
        }

        @Override
        public void elected(long leader) {
            elected = leader;
        }
    }
}
