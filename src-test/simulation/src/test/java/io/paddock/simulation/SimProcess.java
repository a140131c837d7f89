package io.paddock.simulation;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Zxid;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.election.Candidacy;
import io.paddock.server.election.FastElection;
import io.paddock.server.election.Notification;
import io.paddock.server.election.PeerState;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.replica.Answer;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.Beginning;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.replica.PeerWorld;
import io.paddock.server.replica.ReplicaListener;
import io.paddock.server.replica.ReplicaOptions;
import io.paddock.server.replica.SessionOpened;
import io.paddock.server.storage.EpochFiles;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.txn.PrepareOptions;
import io.paddock.server.txn.TxnHeader;
import io.paddock.server.zab.EnsembleEffects;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Establishing;
import io.paddock.server.zab.History;
import io.paddock.server.zab.InSync;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.Looking;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.Proposal;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.RecentTxns;
import io.paddock.server.zab.Restoring;
import io.paddock.server.zab.Self;
import io.paddock.server.zab.Touch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One life of a server, which is the production code. Carries out what that asks of the world, and judges it. */
final class SimProcess implements PeerWorld {

    /** Why a server of another make may be left, and none of ours. */
    private static final Pattern IMPOSSIBLE =
            Pattern.compile("transaction .* came after .*|COMMIT of .* instead of .*|.* does not belong .*");

    private final SimPeer peer;
    private final long sid;
    private final SimWorld world;
    private final Luck luck;
    private final SimStorage storage;
    private final SimClock clock;
    private final GhostLog ghosts;
    private final PeerReplica replica;

    /** What streams brought, by link, until it is saved. */
    private final TreeMap<Long, SimSnapshot> received = new TreeMap<>();
    /** When a leader last heard of clients, here or by a learner, by session, in its own time. */
    private final TreeMap<Long, Long> touchedMs = new TreeMap<>();
    /** Links that it has ended itself. What is still on its way over one is heard by nobody. */
    private final Set<Long> closed = new HashSet<>();
    /** What was heard of the election since this process looks. */
    private final HeardVotes heardVotes = new HeardVotes();

    /** When it began to lead, in its own time. */
    private long leadsSinceMs;
    /** What the last leader asked it to promise. */
    private long offeredEpoch;

    private boolean memoryRots;

    SimProcess(
            SimPeer peer,
            SimWorld world,
            Luck luck,
            SimStorage storage,
            SimClock clock,
            GhostLog ghosts,
            RecoveredState state,
            EpochFiles.Epochs epochs) {
        this.peer = peer;
        this.sid = peer.sid();
        this.world = world;
        this.luck = luck;
        this.storage = storage;
        this.clock = clock;
        this.ghosts = ghosts;
        RecentTxns recent = new RecentTxns(
                world.recentMax(), world.recentBytesMax(), world.recentBytesMost(), state.tailBase(), state.tail());
        History history = state.fresh() && epochs.accepted() == 0
                ? History.fresh(recent)
                : new History(epochs.accepted(), epochs.current(), state.lastZxid(), recent);
        var ensemble = peer.ensemble();
        String text = EnsembleText.write(ensemble);
        boolean voter = ensemble.isVoter(sid);
        this.replica = new PeerReplica(
                state.tree(),
                new AccessRules(AuthOptions.DEFAULT),
                PrepareOptions.DEFAULT,
                new ReplicaOptions(sid, (int) world.zabOptions().tickMs(), 5_000, 1_000_000, 0, true),
                new Self(sid, voter, ensemble, 0, text.getBytes(StandardCharsets.UTF_8), world.zabOptions(), history),
                voter ? Candidacy.Kind.VOTER : Candidacy.Kind.OBSERVER,
                new FastElection(sid, ensemble, ensemble, text, world.electionOptions()),
                this,
                ReplicaListener.NONE,
                new Beginning(
                        clock.localMs(),
                        clock.wallMs(),
                        Math.max(history.newestTimeMs(), state.tree().newestTimeMs()),
                        new Random(luck.next())));
    }

    PeerReplica replica() {
        return replica;
    }

    /** Its tree as it is now, as a leader would send it. */
    SimSnapshot snapshotOfTree() {
        return snapshot(replica.tree().capture());
    }

    boolean leads() {
        return replica.role() instanceof Leading;
    }

    boolean restores() {
        return replica.role() instanceof Restoring;
    }

    /** Does one thing, and what follows of it. */
    void step(Runnable event) {
        replica.at(clock.localMs(), clock.wallMs());
        Applied before = replica.tail();
        try {
            event.run();
            if (peer.isUp() && replica.hasNews()) {
                replica.applyCommitted();
            }
        } catch (LeftHistory left) {
            storage.distrust(left.zxid(), left.getMessage());
            peer.kill(left.getMessage());
            return;
        }
        if (peer.serves() && !memoryRots) {
            world.witness().look(peer, replica.tree());
        }
        for (Applied link = before.next(); link != null; link = link.next()) {
            publish(link);
        }
    }

    private void publish(Applied applied) {
        for (SessionOpened opened : applied.opened()) {
            world.workload().onOpened(peer, opened);
        }
        for (Answer answer : applied.answers()) {
            world.workload().onAnswer(peer, answer);
        }
        for (long sessionId : applied.closedSessions()) {
            world.workload().onClosed(peer, sessionId);
        }
    }

    // What happens to it. Within a step.

    void receive(long link, QuorumPacket packet, SimSnapshot stream) {
        trace(() -> "< " + link + " " + packet);
        if (packet.type() == PacketType.LEADER_INFO) {
            offeredEpoch = Zxid.epoch(packet.zxid());
        }
        world.trace().mark(packet.zxid());
        if (stream != null) {
            received.put(link, stream);
        }
        replica.onPacket(link, packet);
        if (packet.type() == PacketType.PING && leads() && !closed.contains(link)) {
            Touch.readAll(packet.data()).forEach(touch -> touchedMs.put(touch.sessionId(), clock.localMs()));
        }
    }

    void hear(long from, Notification notification) {
        if (notification.state() != PeerState.LOOKING || !peer.serves()) {
            trace(() -> "hears " + from + ": " + notification);
        }
        heardVotes.add(from, notification);
        replica.onNotification(from, notification);
    }

    void unlinked(long link, String why) {
        received.remove(link);
        replica.onUnlinked(link, why);
    }

    /** A client says that it lives. */
    void touch(long sessionId) {
        replica.onTouched(sessionId, clock.localMs());
        if (leads()) {
            touchedMs.put(sessionId, clock.localMs());
        }
    }

    /** A bit of its memory turns over: from now on its tree is not that of the others. */
    void rotMemory(String path) {
        memoryRots = true;
        Tree tree = replica.tree();
        tree.setData(tree.find(Path.of(path)), new byte[] {66}, 0, tree.lastZxid(), 0);
    }

    private SimSnapshot snapshot(TreeCapture capture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (capture) {
            SnapshotWriter.streamToLearner(capture, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SimSnapshot(bytes.toByteArray(), world.witness().node(capture.zxid()));
    }

    // What the process asks for.

    @Override
    public void dial(long to) {
        world.network().dial(sid, to);
    }

    @Override
    public void send(long link, QuorumPacket packet) {
        if (packet.type() == PacketType.ACK) {
            GhostNode now = world.witness().acks(peer, packet.zxid());
            if (Zxid.counter(packet.zxid()) == 0) {
                // All that it claimed when it joined, which may be more than the initial history.
                now = storage.durable();
            }
            if (!restores()) {
                ghosts.acknowledged(now);
            }
        } else if (packet.type() == PacketType.ACK_EPOCH) {
            world.witness().claims(peer, packet.zxid(), -1, "ACKEPOCH");
            world.witness().promises(peer, offeredEpoch, "ACKEPOCH");
        } else if (packet.type() == PacketType.TRUNC && !world.zabOptions().truncateOrphans()) {
            throw new Broken("S4", peer + " has a log cut, which not every server can");
        } else if (packet.type() == PacketType.LEADER_INFO) {
            world.witness().promises(peer, Zxid.epoch(packet.zxid()), "LEADERINFO");
        } else if (packet.type() == PacketType.FOLLOWER_INFO) {
            world.witness().promises(peer, Zxid.epoch(packet.zxid()), "FOLLOWERINFO");
        }
        world.network().send(sid, link, packet, null);
    }

    @Override
    public void sendSnapshot(long link, long ofLabel, TreeCapture capture) {
        SimSnapshot snapshot = snapshot(capture);
        world.witness().labelled(ofLabel, snapshot.node(), world.network().otherEnd(sid, link));
        QuorumPacket packet = QuorumPacket.of(PacketType.SNAP, ofLabel);
        world.network().send(sid, link, packet, snapshot);
    }

    @Override
    public void unlink(long link, String why) {
        if (IMPOSSIBLE.matcher(why).matches() && !(world.network().otherEnd(sid, link) instanceof Stranger)) {
            throw new Broken("S15", peer + " does not understand another of ours: " + why);
        }
        trace(() -> "closes " + link + ": " + why);
        received.remove(link);
        closed.add(link);
        world.network().close(sid, link);
    }

    @Override
    public void catchUp(long link) {
        peer.afterwards(1, () -> step(() -> replica.onCaughtUp(link)));
    }

    @Override
    public void append(Proposal proposal) {
        TxnHeader header = proposal.txn().header();
        if (leads() && Zxid.counter(proposal.zxid()) > world.zabOptions().counterMax()) {
            throw new Broken(
                    "S1", peer + " gives away " + Zxid.toHex(proposal.zxid()) + " behind the end of its numbers");
        }
        if (header.type() == OpCode.CLOSE_SESSION && header.cxid() == 0 && leads()) {
            expires(header.sessionId());
        } else if (header.type() == OpCode.CREATE_SESSION) {
            world.witness().opens(header.sessionId(), header.zxid());
        }
        GhostNode node =
                world.witness().appended(peer, ghosts.logged(), proposal.zxid(), header.timeMs(), proposal.payload());
        ghosts.appended(node);
        storage.append(proposal, node);
    }

    @Override
    public void truncate(long zxid) {
        ghosts.cut(zxid);
        storage.truncate(zxid, ghosts.logged(), replica.tree().lastZxid() > zxid);
    }

    @Override
    public void persistEpochs(long acceptedEpoch, long currentEpoch) {
        if (replica.role() instanceof Establishing) {
            world.witness().begins(peer, currentEpoch);
        }
        storage.persistEpochs(acceptedEpoch, currentEpoch);
    }

    @Override
    public void saveSnapshot(long link, long zxid) {
        SimSnapshot snapshot =
                link == EnsembleEffects.NOTHING ? snapshot(new Tree(luck.next()).capture()) : received.remove(link);
        ghosts.replaced(snapshot.node(), zxid);
        storage.saveSnapshot(zxid, snapshot);
    }

    private void expires(long sessionId) {
        long heardMs = touchedMs.getOrDefault(sessionId, leadsSinceMs); // A new leader gives each its full time.
        long nowMs = world.agenda().nowMs();
        long silentMs = (long) ((clock.localMs() - heardMs) / clock.rate());
        world.workload().expires(sessionId, nowMs, nowMs - silentMs);
        Integer timeoutMs = replica.tree().sessions().get(sessionId);
        if (timeoutMs != null && clock.localMs() - heardMs < timeoutMs) {
            throw new Broken(
                    "S12",
                    peer + " expires a session that it heard " + (clock.localMs() - heardMs)
                            + " ms ago, with a timeout of " + timeoutMs);
        }
    }

    private long servedEpoch() {
        EnsembleRole role = replica.role();
        if (role instanceof Leading leading) {
            return leading.epoch();
        }
        return ((InSync) role).epoch();
    }

    @Override
    public void notify(long to, Notification notification) {
        heardVotes.says(notification);
        if (peer.serves() && notification.vote().peerEpoch() != servedEpoch()) {
            throw new Broken("S8", peer + " serves in epoch " + servedEpoch() + " and says " + notification);
        }
        if (notification.state() == PeerState.LOOKING && notification.vote().leader() == sid) {
            world.witness()
                    .claims(
                            peer,
                            notification.vote().zxid(),
                            notification.vote().peerEpoch(),
                            "a vote");
        }
        world.network().notify(sid, to, notification);
    }

    @Override
    public void transition(EnsembleRole from, EnsembleRole to) {
        trace(() -> from + " -> " + to + (to instanceof Looking looking ? ": " + looking.why() : ""));
        if (from instanceof Looking) {
            heardVotes.decides(peer, to);
        }
        if (from.serves() && !to.serves()) {
            world.workload().onDisconnected(peer);
        }
        touchedMs.clear();
        leadsSinceMs = clock.localMs();
        if (to instanceof Establishing && !(from instanceof Establishing) && luck.chance(peer.eagerSnapshot())) {
            storage.snapshot(replica.tree());
        }
        if (to instanceof Leading leading) {
            world.witness().leads(peer, leading);
        }
    }

    @Override
    public void alone(Runnable change) {
        change.run();
    }

    @Override
    public void estranged(long leader, long epoch, long ownEpoch) {
        throw new Broken("L2", peer + " is of the same ensemble as " + leader + ", and takes its own data for foreign");
    }

    @Override
    public void diverged(long zxid, long expectedDigest, long digest, boolean ofOurs) {
        if (!ofOurs && peer.meetsStrangers()) {
            trace(() -> "goes on with another digest after " + Zxid.toHex(zxid));
            return;
        }
        if (memoryRots) {
            throw new LeftHistory(zxid, "after " + Zxid.toHex(zxid) + " the tree has another digest than the leader's");
        }
        throw new Broken("S6", peer + " has another digest after " + Zxid.toHex(zxid) + " than the leader");
    }

    private void trace(Supplier<String> what) {
        world.trace().line(sid, what);
    }
}
