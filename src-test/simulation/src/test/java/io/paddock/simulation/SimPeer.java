package io.paddock.simulation;

import io.paddock.common.Zxid;
import io.paddock.server.election.Notification;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.storage.EpochFiles;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.storage.RecoveryOptions;
import io.paddock.server.storage.SimDisk;
import io.paddock.server.storage.SnapshotOptions;
import io.paddock.server.tree.Tree;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Establishing;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.QuorumPacket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One machine: a disk, a clock, and sometimes a process, which is the production code. */
final class SimPeer implements Party {

    private static final long TICK_MS = 20;

    private final long sid;
    private final SimWorld world;
    private final Luck luck;
    private final SimStorage storage;
    private final SimClock clock;
    private final GhostLog ghosts;

    /** As its configuration file says. */
    private Ensemble ensemble;

    /** The last one; null before the first. */
    private SimProcess process;

    private boolean up;
    /** Counts processes: what was put down for an older one is not for this one. */
    private int life;

    private boolean wiped;
    private boolean meetsStrangers;
    private long pausedUntilMs;
    /** What a process that stands still would have done, in the order of its coming. */
    private final List<Runnable> missed = new ArrayList<>();

    private double eagerSnapshot;

    SimPeer(long sid, SimWorld world, Luck luck) {
        this.sid = sid;
        this.world = world;
        this.luck = luck;
        this.ghosts = new GhostLog(world.witness());
        this.ensemble = world.ensemble();
        this.storage = new SimStorage(this, world, luck.fork());
        this.clock = new SimClock(world.agenda(), luck.between(0, 1_000_000));
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
        return up && (replicaRole() instanceof Establishing || replicaRole() instanceof Leading);
    }

    boolean serves() {
        return up && replica().serves();
    }

    boolean leads() {
        return up && process.leads();
    }

    boolean restores() {
        return up && process.restores();
    }

    EnsembleRole replicaRole() {
        return replica().role();
    }

    Tree tree() {
        return replica().tree();
    }

    GhostNode logged() {
        return ghosts.logged();
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
        return ghosts.label();
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
        clock.boot(luck.between(0, 100_000));
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
            ghosts.releaseAcked();
            storage.movedAside();
        }
        GhostNode found = world.witness().node(state.lastZxid());
        if (!wiped && state.lastZxid() != -1) {
            world.witness().recovered(this, state, found, ghosts.acked(), storage.cutsAhead() ? null : ghosts.logged());
        }
        ghosts.found(found, state.lastZxid());
        storage.recovered(found);
        EpochFiles.Epochs epochs = storage.loadEpochs(state.lastZxid());
        wiped = state.lastZxid() == -1;
        up = true;
        world.network().begun(sid);
        trace(() -> "starts with " + Zxid.toHex(state.lastZxid()) + ", epochs " + epochs.accepted() + ", "
                + epochs.current());
        process = new SimProcess(this, world, luck, storage, clock, ghosts, state, epochs);
        tick(life);
    }

    private void tick(int ofLife) {
        if (ofLife == life && up) {
            deliver(replica()::onTick);
            world.agenda().after((long) Math.max(1, TICK_MS / clock.rate()), () -> tick(ofLife));
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
        ghosts.lost();
    }

    /** Whether all that it ever acknowledged is committed. */
    boolean owesNothing() {
        return ghosts.acked().isPrefixOf(world.witness().committed());
    }

    @Override
    public boolean isBlank() {
        return wiped;
    }

    /** Its history cannot be cut as a leader wants: it goes on as if it had none. A restart finds it again. */
    void distrusts() {
        trace(() -> "refuses a cut");
        storage.forget();
        ghosts.lost();
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
        life++;
        missed.clear();
        pausedUntilMs = 0;
        world.network().gone(sid, noticed);
        world.workload().onDisconnected(this);
    }

    // Clocks, and what else is set from outside.

    SimClock clock() {
        return clock;
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

    double eagerSnapshot() {
        return eagerSnapshot;
    }

    /** Transactions may come from leaders of other makes, which can be wrong about their own trees. */
    void letMeetStrangers() {
        meetsStrangers = true;
    }

    boolean meetsStrangers() {
        return meetsStrangers;
    }

    // Events.

    /** Steps the process, when it is awake. */
    void deliver(Runnable event) {
        awake(life, () -> process.step(event));
    }

    @Override
    public void receive(long link, QuorumPacket packet, SimSnapshot stream) {
        deliver(() -> process.receive(link, packet, stream));
    }

    @Override
    public void hear(long from, Notification notification) {
        deliver(() -> process.hear(from, notification));
    }

    @Override
    public void reachable(long other, boolean can) {
        deliver(() -> replica().onReachable(other, can));
    }

    @Override
    public void linked(long link, long dialled) {
        deliver(() -> replica().onLinked(link, dialled));
    }

    @Override
    public void dialFailed() {
        deliver(() -> replica().onDialFailed());
    }

    @Override
    public void unlinked(long link, String why) {
        deliver(() -> process.unlinked(link, why));
    }

    SimProcess process() {
        return process;
    }

    PeerReplica replica() {
        return process.replica();
    }

    void trace(Supplier<String> what) {
        world.trace().line(sid, what);
    }

    @Override
    public String toString() {
        return "p" + sid;
    }
}
