package io.paddock.server.runtime;

import io.paddock.common.Acl;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.SetData;
import io.paddock.common.protocol.Sync;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.election.Candidacy;
import io.paddock.server.election.ElectionOptions;
import io.paddock.server.election.FastElection;
import io.paddock.server.election.Notification;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.Beginning;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.replica.PeerWorld;
import io.paddock.server.replica.ReplicaListener;
import io.paddock.server.replica.ReplicaOptions;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.txn.PrepareOptions;
import io.paddock.server.txn.WriteRequest;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Followership;
import io.paddock.server.zab.History;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.Proposal;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.RecentTxns;
import io.paddock.server.zab.Self;
import io.paddock.server.zab.ZabOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three peers in memory elect one of them and write, lose it, elect another and write again. Nobody is told of it: what it
 * is for is that the code of an election and of a leader is loaded and linked. Without it a follower does that while it takes
 * over for the first time, and clients wait three times as long.
 *
 * <p>On a thread of its own that ends; shares nothing with the server.
 */
final class RoleRehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(RoleRehearsal.class);

    /** After so many the compiler has taken notice of what is done most. */
    private static final int PLAYS = 10;

    private static final long TICK_MS = 20;
    private static final int STEPS_MAX = 2_000;
    private static final Path PATH = Path.of("/rehearsal");

    private final List<Actor> actors = new ArrayList<>();
    private final ArrayDeque<Runnable> underWay = new ArrayDeque<>();
    private final Ensemble ensemble;
    private long nowMs = 1;
    private long lastLink;

    RoleRehearsal() {
        List<Peer> peers = new ArrayList<>();
        for (long sid = 1; sid <= 3; sid++) {
            peers.add(new Peer(sid, List.of(new Peer.Address("127.0.0.1", 2888, 3888)), true, null));
        }
        ensemble = Ensemble.majority(0, peers);
        for (long sid = 1; sid <= 3; sid++) {
            actors.add(new Actor(sid));
        }
    }

    /** In the background. */
    static void begin() {
        Thread thread = new Thread(RoleRehearsal::playAll, "paddock-rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    private static void playAll() {
        try {
            long startNanos = System.nanoTime();
            for (int i = 0; i < PLAYS; i++) {
                new RoleRehearsal().play();
            }
            LOG.debug("Rehearsed to lead, in {} ms", (System.nanoTime() - startNanos) / 1_000_000);
        } catch (RuntimeException defect) {
            LOG.warn("This server could not rehearse to lead; it will take over more slowly. A defect.", defect);
        }
    }

    /** Throws {@link IllegalStateException} if the play does not come to its end. */
    void play() {
        awaitLeader();
        actors.forEach(this::write);
        Actor gone = leader();
        actors.remove(gone);
        for (Actor other : actors) {
            step(other, () -> other.replica.onReachable(gone.sid, false));
            step(other, () -> other.replica.onUnlinked(other.link, "it is gone"));
        }
        awaitLeader();
        actors.forEach(this::write);
    }

    private void awaitLeader() {
        await(() -> leader() != null && actors.stream().allMatch(actor -> actor.replica.serves()));
    }

    private Actor leader() {
        for (Actor actor : actors) {
            if (actor.replica.role() instanceof Leading) {
                return actor;
            }
        }
        return null;
    }

    private void write(Actor at) {
        Object connection = new Object();
        step(at, () -> at.replica.onOpenSession(connection, 30_000));
        await(() -> at.sessionId != 0);
        Create create = new Create(OpCode.CREATE, PATH, new byte[1], Acl.OPEN, 0, 0);
        step(at, () -> at.replica.onWrite(at.request(1, OpCode.CREATE, create), connection));
        step(
                at,
                () -> at.replica.onWrite(
                        at.request(2, OpCode.SET_DATA, new SetData(PATH, new byte[1], -1)), connection));
        step(at, () -> at.replica.onTouched(at.sessionId, nowMs));
        step(at, () -> at.replica.onSync(at.request(3, OpCode.SYNC, new Sync(PATH))));
        await(() -> at.answers >= 3);
        at.answers = 0;
        at.sessionId = 0;
    }

    private void await(BooleanSupplier condition) {
        for (int i = 0; i < STEPS_MAX; i++) {
            for (Runnable event = underWay.poll(); event != null; event = underWay.poll()) {
                event.run();
            }
            if (condition.getAsBoolean()) {
                return;
            }
            nowMs += TICK_MS;
            actors.forEach(actor -> step(actor, actor.replica::onTick));
        }
        throw new IllegalStateException("the rehearsal does not go on");
    }

    private void step(Actor actor, Runnable event) {
        actor.replica.at(nowMs, nowMs);
        event.run();
        if (actor.replica.hasNews()) {
            actor.take(actor.replica.applyCommitted());
        }
    }

    private void later(Actor actor, Runnable event) {
        underWay.add(() -> {
            if (actors.contains(actor)) {
                step(actor, event);
            }
        });
    }

    /** One peer, whose disk and network are immediate. */
    private final class Actor implements PeerWorld {
        private final long sid;
        private final RoleGauges gauges;
        private final PeerReplica replica;
        private long link;
        private Actor leader;
        private long sessionId;
        private int answers;

        Actor(long sid) {
            this.sid = sid;
            gauges = new RoleGauges(new Metrics(false), sid, ensemble, () -> Followership.NONE, () -> 0);
            String text = EnsembleText.write(ensemble);
            ZabOptions zab = ZabOptions.of(2_000, 10, 5);
            History history = new History(0, 0, 0, new RecentTxns(500, 0, List.of()));
            replica = new PeerReplica(
                    new Tree(sid),
                    new AccessRules(AuthOptions.DEFAULT),
                    PrepareOptions.DEFAULT,
                    new ReplicaOptions(sid, 2_000, 60_000, 1_000, 0, false),
                    new Self(sid, true, ensemble, 0, new byte[0], zab, history),
                    Candidacy.Kind.VOTER,
                    new FastElection(sid, ensemble, ensemble, text, ElectionOptions.DEFAULTS),
                    this,
                    ReplicaListener.NONE,
                    new Beginning(nowMs, nowMs, 0, new Random(sid)));
        }

        private WriteRequest request(int cxid, OpCode type, ClientRequest body) {
            return new WriteRequest(new WriteRequest.Origin() {}, sessionId, cxid, type, body, List.of());
        }

        private void take(Applied applied) {
            applied.opened().forEach(opened -> sessionId = opened.sessionId());
            answers += applied.answers().size();
        }

        private Actor other(long otherSid) {
            for (Actor actor : actors) {
                if (actor.sid == otherSid) {
                    return actor;
                }
            }
            return this; // It is gone: nobody hears.
        }

        @Override
        public void dial(long to) {
            link = ++lastLink;
            leader = other(to);
            long made = link;
            later(leader, () -> leader.replica.onLinked(made, EnsembleRole.INBOUND));
            later(this, () -> replica.onLinked(made, to));
        }

        @Override
        public void send(long on, QuorumPacket packet) {
            if (on == link && leader != null) {
                Actor to = leader;
                later(to, () -> to.replica.onPacket(on, packet));
            } else {
                actors.stream()
                        .filter(actor -> actor.link == on)
                        .forEach(actor -> later(actor, () -> actor.replica.onPacket(on, packet)));
            }
        }

        @Override
        public void sendSnapshot(long on, long label, TreeCapture capture) {
            capture.close();
            throw new IllegalStateException("nobody needs a snapshot here");
        }

        @Override
        public void unlink(long on, String why) {}

        @Override
        public void catchUp(long on) {}

        @Override
        public void append(Proposal proposal) {
            later(this, () -> replica.onLogSynced(proposal.zxid()));
        }

        @Override
        public void truncate(long zxid) {
            throw new IllegalStateException("nobody is cut here");
        }

        @Override
        public void persistEpochs(long acceptedEpoch, long currentEpoch) {
            later(this, () -> replica.onEpochsPersisted(acceptedEpoch, currentEpoch));
        }

        @Override
        public void saveSnapshot(long on, long zxid) {
            throw new IllegalStateException("nobody gets a snapshot here");
        }

        @Override
        public void notify(long to, Notification notification) {
            Actor hearing = other(to);
            if (hearing != this) {
                Notification heard = Notification.read(notification.toBytes());
                later(hearing, () -> hearing.replica.onNotification(sid, heard));
            }
        }

        @Override
        public void transition(EnsembleRole from, EnsembleRole to) {
            gauges.became(to);
        }

        @Override
        public void alone(Runnable change) {
            change.run();
        }

        @Override
        public void estranged(long other, long epoch, long ownEpoch) {
            throw new IllegalStateException("the actors are of one ensemble");
        }

        @Override
        public void diverged(long zxid, long expectedDigest, long digest, boolean ofOurs) {
            throw new IllegalStateException("the actors have diverged");
        }
    }
}
