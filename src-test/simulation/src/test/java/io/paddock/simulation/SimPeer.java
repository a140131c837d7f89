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
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.replica.Answer;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.replica.PeerWorld;
import io.paddock.server.replica.ReplicaOptions;
import io.paddock.server.replica.SessionOpened;
import io.paddock.server.storage.EpochFiles;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.storage.RecoveryOptions;
import io.paddock.server.storage.SimDisk;
import io.paddock.server.storage.SnapshotOptions;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One machine: a disk, a clock, and sometimes a process, which is the production code. */
final class SimPeer implements PeerWorld, Party {

    private static final long TICK_MS = 20;
    private static final long WALL_START_MS = 1_700_000_000_000L;
    /** Why a server of another make may be left, and none of ours. */
    private static final Pattern IMPOSSIBLE =
            Pattern.compile("transaction .* came after .*|COMMIT of .* instead of .*|.* does not belong .*");

    private final long sid;
    private final SimWorld world;
    private final Luck luck;
    private final SimStorage storage;
    /** What streams brought, by link, until it is saved. */
    private final TreeMap<Long, SimSnapshot> received = new TreeMap<>();

    /** When a leader last heard of clients, here or by a learner, by session, in its own time. */
    private final TreeMap<Long, Long> touchedMs = new TreeMap<>();
    /** Links that it has ended itself. What is still on its way over one is heard by nobody. */
    private final Set<Long> closed = new HashSet<>();

    /** When it began to lead, in its own time. */
    private long leadsSinceMs;

    /** What was heard of the election since this process looks. */
    private final HeardVotes heardVotes = new HeardVotes();

    /** As its configuration file says. */
    private Ensemble ensemble;

    private PeerReplica replica;
    private boolean up;
    /** Counts processes: what was put down for an older one is not for this one. */
    private int life;

    /** What the last leader asked it to promise. */
    private long offeredEpoch;

    private boolean wiped;
    private boolean memoryRots;
    private boolean meetsStrangers;
    private long pausedUntilMs;
    /** What a process that stands still would have done, in the order of its coming. */
    private final List<Runnable> missed = new ArrayList<>();

    private double clockRate = 1;
    private double nextClockRate = 1;
    private double eagerSnapshot;
    private long clockStartMs;
    private long localStartMs;
    private long wallOffsetMs;

    /** The history that the log has, written or not. */
    private GhostNode logged;
    /** The label of a snapshot at its end; 0 without one. */
    private long label;
    /** What this peer has ever acknowledged, and nobody had the right to cut off since. */
    private GhostNode acked;

    SimPeer(long sid, SimWorld world, Luck luck) {
        this.sid = sid;
        this.world = world;
        this.luck = luck;
        this.logged = world.witness().root();
        this.acked = logged;
        this.ensemble = world.ensemble();
        this.storage = new SimStorage(this, world, luck.fork());
        this.localStartMs = luck.between(0, 1_000_000);
    }

    @Override
    public long sid() {
        return sid;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public boolean listens() {
        return up && (replica.role() instanceof Establishing || replica.role() instanceof Leading);
    }

    boolean serves() {
        return up && replica.serves();
    }

    boolean leads() {
        return up && replica.role() instanceof Leading;
    }

    boolean restores() {
        return up && replica.role() instanceof Restoring;
    }

    EnsembleRole replicaRole() {
        return replica.role();
    }

    Tree tree() {
        return replica.tree();
    }

    GhostNode logged() {
        return logged;
    }

    @Override
    public GhostNode durable() {
        return storage.durable();
    }

    @Override
    public long currentEpochOnDisk() {
        return storage.currentEpoch();
    }

    long acceptedEpochOnDisk() {
        return storage.acceptedEpoch();
    }

    Ensemble ensemble() {
        return ensemble;
    }

    /** Somebody edits its configuration file, which is read at the next start. */
    void edit(Ensemble newEnsemble) {
        if (up) {
            throw new IllegalStateException("the file is read at the start only");
        }
        ensemble = newEnsemble;
    }

    boolean pauses() {
        return world.agenda().nowMs() < pausedUntilMs;
    }

    long label() {
        return label;
    }

    SimStorage storage() {
        return storage;
    }

    // Life and death.

    void boot() {
        if (up) {
            return;
        }
        life++;
        heardVotes.forget();
        localStartMs = localMs();
        clockStartMs = world.agenda().nowMs();
        clockRate = nextClockRate;
        localStartMs += luck.between(0, 100_000);
        try {
            start();
        } catch (SimDisk.PowerLoss e) {
            trace(() -> "loses its power while it starts");
            storage.crash(world.survivesWithout(this) && luck.chance(0.3));
            rebootLater();
        } catch (IOException e) {
            if (!storage.hadFailure()) {
                throw new Broken("L5", this + " does not start: " + e.getMessage());
            }
            trace(() -> "does not start: " + e.getMessage());
            storage.crash(world.survivesWithout(this) && luck.chance(0.3));
            rebootLater();
        }
    }

    private void start() throws IOException {
        RecoveryOptions options = new RecoveryOptions(
                false,
                !wiped || ensemble.decidesWithout(sid) && ensemble.isVoter(sid),
                true,
                false,
                world.recentMax(),
                world.recentBytesMost(),
                RecoveryOptions.RECORD_BYTES_MAX,
                luck.next(),
                SnapshotOptions.DEFAULTS);
        RecoveredState state = storage.recover(options);
        if (state.lastZxid() == -1 && !wiped) {
            // Perhaps only what nobody acknowledged is missing, but who can tell (hazard H42).
            trace(() -> "does not trust its disk");
            acked = world.witness().root();
            storage.movedAside();
        }
        GhostNode found = world.witness().node(state.lastZxid());
        if (!wiped && state.lastZxid() != -1) {
            world.witness().recovered(this, state, found, acked, storage.cutsAhead() ? null : logged);
        }
        logged = found;
        storage.recovered(found);
        start(state);
    }

    private void start(RecoveredState state) throws IOException {
        long lastZxid = state.lastZxid();
        EpochFiles.Epochs epochs = storage.loadEpochs(lastZxid);
        label = Zxid.counter(lastZxid) == 0 ? lastZxid : 0;
        wiped = lastZxid == -1;
        RecentTxns recent = new RecentTxns(
                world.recentMax(), world.recentBytesMax(), world.recentBytesMost(), state.tailBase(), state.tail());
        History history = state.fresh() && epochs.accepted() == 0
                ? History.fresh(recent)
                : new History(epochs.accepted(), epochs.current(), lastZxid, recent);
        String text = EnsembleText.write(ensemble);
        boolean voter = ensemble.isVoter(sid);
        Self self =
                new Self(sid, voter, ensemble, 0, text.getBytes(StandardCharsets.UTF_8), world.zabOptions(), history);
        up = true;
        world.network().begun(sid);
        trace(() -> "starts with " + Zxid.toHex(lastZxid) + ", epochs " + epochs.accepted() + ", " + epochs.current());
        replica = new PeerReplica(
                state.tree(),
                new AccessRules(AuthOptions.DEFAULT),
                PrepareOptions.DEFAULT,
                new ReplicaOptions(sid, (int) world.zabOptions().tickMs(), 5_000, 1_000_000, 0, true),
                self,
                voter ? Candidacy.Kind.VOTER : Candidacy.Kind.OBSERVER,
                new FastElection(sid, ensemble, ensemble, text, world.electionOptions()),
                this,
                new Random(luck.next()),
                localMs(),
                wallMs());
        tick(life);
    }

    private void tick(int ofLife) {
        if (ofLife == life && up) {
            deliver(replica::onTick);
            world.agenda().after((long) Math.max(1, TICK_MS / clockRate), () -> tick(ofLife));
        }
    }

    /** The power fails. */
    void crash() {
        if (up) {
            trace(() -> "loses its power");
            end(luck.chance(0.6));
            storage.crash(world.survivesWithout(this) && luck.chance(0.3));
        }
    }

    void crash(SimDisk.Loss loss) {
        trace(() -> "loses its power, of what was not forced " + loss);
        end(true);
        storage.crash(loss);
    }

    /** The process ends. */
    void kill(String why) {
        if (up) {
            trace(() -> "ends: " + why);
            end(true);
            storage.kill();
        }
    }

    /** The process ends, and nobody is told. */
    void vanish() {
        trace(() -> "vanishes");
        end(false);
        storage.kill();
    }

    void rebootLater() {
        world.agenda().after(luck.between(20, 3_000), this::boot);
    }

    /** The disk is replaced by an empty one, and somebody says so. */
    void wipe() {
        trace(() -> "gets an empty disk");
        if (up) {
            end(true);
        }
        storage.wipe();
        wiped = true;
        acked = world.witness().root();
        logged = acked;
        label = 0;
    }

    /** Whether all that it ever acknowledged is committed. */
    boolean owesNothing() {
        return acked.isPrefixOf(world.witness().committed());
    }

    @Override
    public boolean isBlank() {
        return wiped;
    }

    /** Its history cannot be cut as a leader wants: it goes on as if it had none. A restart finds it again. */
    void distrusts() {
        trace(() -> "refuses a cut");
        storage.forget();
        logged = world.witness().root();
        acked = logged;
        wiped = true;
    }

    void hasDataAgain() {
        wiped = false;
    }

    /** Steps the process later, if it is still the same. A process that stands still does nothing. */
    void afterwards(long ms, Runnable what) {
        int ofLife = life;
        world.agenda().after(ms, () -> awake(ofLife, what));
    }

    private void awake(int ofLife, Runnable what) {
        if (up && ofLife == life) {
            if (standsStill()) {
                missed.add(what);
            } else {
                what.run();
            }
        }
    }

    private boolean standsStill() {
        return pauses() || !missed.isEmpty();
    }

    /** The process goes on: what it missed happens now, in the order in which it came. */
    private void goOn(int ofLife) {
        if (!up || ofLife != life) {
            return;
        }
        if (world.agenda().nowMs() < pausedUntilMs) {
            world.agenda().at(pausedUntilMs, () -> goOn(ofLife));
            return;
        }
        List<Runnable> all = List.copyOf(missed);
        missed.clear();
        all.forEach(event -> awake(ofLife, event));
    }

    private void end(boolean noticed) {
        up = false;
        memoryRots = false;
        life++;
        received.clear();
        missed.clear();
        pausedUntilMs = 0;
        world.network().gone(sid, noticed);
        world.workload().onDisconnected(this);
    }

    // Clocks.

    long localMs() {
        return localStartMs + (long) ((world.agenda().nowMs() - clockStartMs) * clockRate);
    }

    private long wallMs() {
        return WALL_START_MS + world.agenda().nowMs() + wallOffsetMs;
    }

    /** Stands still for that time from now on; 0 to go on. */
    void pause(long ms) {
        int ofLife = life;
        pausedUntilMs = world.agenda().nowMs() + ms;
        world.agenda().at(pausedUntilMs, () -> goOn(ofLife));
    }

    void eagerSnapshot(double chance) {
        eagerSnapshot = chance;
        storage.purges(chance == 0); // Or nothing is left to cut back to.
    }

    /** How fast its clock runs, from the next start on. */
    void clockRate(double rate) {
        nextClockRate = rate;
    }

    void jumpWallClock(long ms) {
        wallOffsetMs = ms;
    }

    // Events.

    /** Steps the process, when it is awake. */
    void deliver(Runnable event) {
        deliver(life, event);
    }

    private void deliver(int ofLife, Runnable event) {
        awake(ofLife, () -> step(event));
    }

    private void step(Runnable event) {
        replica.at(localMs(), wallMs());
        Applied before = replica.tail();
        try {
            event.run();
            if (up && replica.hasNews()) {
                replica.applyCommitted();
            }
        } catch (LeftHistory left) {
            storage.distrust(left.zxid, left.getMessage());
            kill(left.getMessage());
            return;
        }
        if (serves() && !memoryRots) {
            world.witness().look(this, replica.tree());
        }
        for (Applied link = before.next(); link != null; link = link.next()) {
            publish(link);
        }
    }

    private void publish(Applied applied) {
        for (SessionOpened opened : applied.opened()) {
            world.workload().onOpened(this, opened);
        }
        for (Answer answer : applied.answers()) {
            world.workload().onAnswer(this, answer);
        }
        for (long sessionId : applied.closedSessions()) {
            world.workload().onClosed(this, sessionId);
        }
    }

    @Override
    public void receive(long link, QuorumPacket packet, SimSnapshot stream) {
        deliver(() -> {
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
                Touch.readAll(packet.data()).forEach(touch -> touchedMs.put(touch.sessionId(), localMs()));
            }
        });
    }

    @Override
    public void hear(long from, Notification notification) {
        deliver(() -> {
            if (notification.state() != PeerState.LOOKING || !serves()) {
                trace(() -> "hears " + from + ": " + notification);
            }
            heardVotes.add(from, notification);
            replica.onNotification(from, notification);
        });
    }

    @Override
    public void reachable(long other, boolean can) {
        deliver(() -> replica.onReachable(other, can));
    }

    @Override
    public void linked(long link, long dialled) {
        deliver(() -> replica.onLinked(link, dialled));
    }

    @Override
    public void dialFailed() {
        deliver(() -> replica.onDialFailed());
    }

    @Override
    public void unlinked(long link, String why) {
        deliver(() -> {
            received.remove(link);
            replica.onUnlinked(link, why);
        });
    }

    PeerReplica replica() {
        return replica;
    }

    // What the process asks for.

    @Override
    public void dial(long to) {
        world.network().dial(sid, to);
    }

    @Override
    public void send(long link, QuorumPacket packet) {
        if (packet.type() == PacketType.ACK) {
            GhostNode now = world.witness().acks(this, packet.zxid());
            if (Zxid.counter(packet.zxid()) == 0) {
                now = durable(); // All that it claimed when it joined, which may be more than the initial history.
            }
            if (!restores() && acked.isPrefixOf(now)) {
                acked = now;
            }
        } else if (packet.type() == PacketType.ACK_EPOCH) {
            world.witness().claims(this, packet.zxid(), -1, "ACKEPOCH");
            world.witness().promises(this, offeredEpoch, "ACKEPOCH");
        } else if (packet.type() == PacketType.TRUNC && !world.zabOptions().truncateOrphans()) {
            throw new Broken("S4", this + " has a log cut, which not every server can");
        } else if (packet.type() == PacketType.LEADER_INFO) {
            world.witness().promises(this, Zxid.epoch(packet.zxid()), "LEADERINFO");
        } else if (packet.type() == PacketType.FOLLOWER_INFO) {
            world.witness().promises(this, Zxid.epoch(packet.zxid()), "FOLLOWERINFO");
        }
        world.network().send(sid, link, packet, null);
    }

    /** Its tree as it is now, as a leader would send it. */
    SimSnapshot snapshotOfTree() {
        return snapshot(replica.tree().capture());
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
            throw new Broken("S15", this + " does not understand another of ours: " + why);
        }
        trace(() -> "closes " + link + ": " + why);
        received.remove(link);
        closed.add(link);
        world.network().close(sid, link);
    }

    @Override
    public void catchUp(long link) {
        afterwards(1, () -> step(() -> replica.onCaughtUp(link)));
    }

    @Override
    public void append(Proposal proposal) {
        TxnHeader header = proposal.txn().header();
        if (leads() && Zxid.counter(proposal.zxid()) > world.zabOptions().counterMax()) {
            throw new Broken(
                    "S1", this + " gives away " + Zxid.toHex(proposal.zxid()) + " behind the end of its numbers");
        }
        if (header.type() == OpCode.CLOSE_SESSION && header.cxid() == 0 && leads()) {
            expires(header.sessionId());
        } else if (header.type() == OpCode.CREATE_SESSION) {
            world.witness().opens(header.sessionId(), header.zxid());
        }
        logged = world.witness().appended(this, logged, proposal.zxid(), header.timeMs(), proposal.payload());
        label = 0;
        storage.append(proposal, logged);
    }

    @Override
    public void truncate(long zxid) {
        logged = world.witness().node(zxid);
        label = Zxid.counter(zxid) == 0 ? zxid : 0;
        forgive(logged);
        storage.truncate(zxid, logged, replica.tree().lastZxid() > zxid);
    }

    @Override
    public void persistEpochs(long acceptedEpoch, long currentEpoch) {
        if (replica.role() instanceof Establishing) {
            world.witness().begins(this, currentEpoch);
        }
        storage.persistEpochs(acceptedEpoch, currentEpoch);
    }

    @Override
    public void saveSnapshot(long link, long zxid) {
        SimSnapshot snapshot =
                link == EnsembleEffects.NOTHING ? snapshot(new Tree(luck.next()).capture()) : received.remove(link);
        logged = snapshot.node();
        label = zxid;
        forgive(logged);
        storage.saveSnapshot(zxid, snapshot);
    }

    /** A client says that it lives. Called within a step. */
    void touch(long sessionId) {
        replica.onTouched(sessionId, localMs());
        if (leads()) {
            touchedMs.put(sessionId, localMs());
        }
    }

    private void expires(long sessionId) {
        world.workload().expires(sessionId, world.agenda().nowMs());
        long heardMs = touchedMs.getOrDefault(sessionId, leadsSinceMs); // A new leader gives each its full time.
        Integer timeoutMs = replica.tree().sessions().get(sessionId);
        if (timeoutMs != null && localMs() - heardMs < timeoutMs) {
            throw new Broken(
                    "S12",
                    this + " expires a session that it heard " + (localMs() - heardMs) + " ms ago, with a timeout of "
                            + timeoutMs);
        }
    }

    /** A leader cuts off what this peer may have acknowledged to another. */
    private void forgive(GhostNode remains) {
        while (!acked.isPrefixOf(remains)) {
            acked = acked.previous;
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
        if (serves() && notification.vote().peerEpoch() != servedEpoch()) {
            throw new Broken("S8", this + " serves in epoch " + servedEpoch() + " and says " + notification);
        }
        if (notification.state() == PeerState.LOOKING && notification.vote().leader() == sid) {
            world.witness()
                    .claims(
                            this,
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
            heardVotes.decides(this, to);
        }
        if (from.serves() && !to.serves()) {
            world.workload().onDisconnected(this);
        }
        touchedMs.clear();
        leadsSinceMs = localMs();
        if (to instanceof Establishing && !(from instanceof Establishing) && luck.chance(eagerSnapshot)) {
            storage.snapshot(replica.tree());
        }
        if (to instanceof Leading leading) {
            world.witness().leads(this, leading);
        }
    }

    @Override
    public void alone(Runnable change) {
        change.run();
    }

    /** Transactions may come from leaders of other makes, which can be wrong about their own trees. */
    void meetsStrangers() {
        meetsStrangers = true;
    }

    /** A bit of its memory turns over: from now on its tree is not that of the others. */
    void rotMemory(String path) {
        memoryRots = true;
        Tree tree = replica.tree();
        tree.setData(tree.find(Path.of(path)), new byte[] {66}, 0, tree.lastZxid(), 0);
    }

    /** What ends a process in the middle of a step. */
    private static final class LeftHistory extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final long zxid;

        LeftHistory(long zxid, String message) {
            super(message);
            this.zxid = zxid;
        }
    }

    @Override
    public void estranged(long leader, long epoch, long ownEpoch) {
        throw new Broken("L2", this + " is of the same ensemble as " + leader + ", and takes its own data for foreign");
    }

    @Override
    public void diverged(long zxid, long expectedDigest, long digest, boolean ofOurs) {
        if (!ofOurs && meetsStrangers) {
            trace(() -> "goes on with another digest after " + Zxid.toHex(zxid));
            return;
        }
        if (memoryRots) {
            throw new LeftHistory(zxid, "after " + Zxid.toHex(zxid) + " the tree has another digest than the leader's");
        }
        throw new Broken("S6", this + " has another digest after " + Zxid.toHex(zxid) + " than the leader");
    }

    void trace(Supplier<String> what) {
        world.trace().line(sid, what);
    }

    @Override
    public String toString() {
        return "p" + sid;
    }
}
