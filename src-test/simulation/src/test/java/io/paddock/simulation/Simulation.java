package io.paddock.simulation;

import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.ZabOptions;
import io.paddock.testsupport.history.Linearizability;
import io.paddock.testsupport.history.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** One run: an ensemble, its faults, its clients. Everything follows from the seed. */
final class Simulation {

    private static final long TICK_MS = 200;
    private static final int INIT_LIMIT = 10;
    private static final int SYNC_LIMIT = 5;
    private static final long LONGEST_SESSION_MS = 8_000;
    /** By a clock that is slow, and decided at a tick. */
    private static final long LONGEST_SILENCE_MS = LONGEST_SESSION_MS * 10 / 9 + 2 * TICK_MS;

    private static final int SEARCH_STEPS_MAX = 200_000;
    private static final long FAULTS_MS = 60_000;
    private static final long HEALTHY_WITHIN_MS = 20_000;
    private static final long VIGIL_MS = 50;
    /** In one direction, in an ensemble with nothing to do: PINGs go twice in a tick, and the last sessions expire. */
    private static final int PACKETS_IN_IDLE_SECOND_MAX = 2 * (int) (1_000 / TICK_MS) + 100;

    private final Luck luck;
    private final Agenda agenda = new Agenda();
    private final Trace trace;
    private final TreeMap<Long, SimPeer> peers = new TreeMap<>();
    private final List<Vigil> vigils = new ArrayList<>();
    private final SimWorld world;
    private FaultPlan faults = FaultPlan.NONE;
    private boolean faultsOn;
    private boolean undecided;
    private long steps;

    Simulation(long seed, int voters, int observers, Trace.Told told) {
        this(seed, Members.majority(voters, observers), told);
    }

    private Simulation(long seed, Ensemble ensemble, Trace.Told told) {
        this(seed, ensemble, options(new Luck(seed ^ 0x5eed)), told);
    }

    /** With options of one's own instead of drawn ones. */
    Simulation(long seed, int voters, int observers, ZabOptions zab, Trace.Told told) {
        this(seed, Members.majority(voters, observers), new Drawn(zab, zab.recentMax(), 0, Long.MAX_VALUE), told);
    }

    /** What has no right value: how much is kept in memory, whether learners are cut. */
    private record Drawn(ZabOptions zab, int recentMax, long recentBytesMax, long recentBytesMost) {}

    private static Drawn options(Luck luck) {
        int recentMax = luck.chance(0.5) ? 500 : (int) luck.between(1, 20);
        long counterMax = luck.chance(0.1) ? luck.between(20, 200) : ZabOptions.COUNTER_MAX;
        boolean truncate = luck.chance(0.5);
        long silenceMs = luck.chance(0.5) ? ZabOptions.SILENCE_MS : luck.between(150, 400);
        ZabOptions zab = new ZabOptions(
                TICK_MS, TICK_MS * INIT_LIMIT, TICK_MS * SYNC_LIMIT, silenceMs, recentMax, counterMax, truncate);
        long recentBytesMax = luck.chance(0.5) ? luck.between(1_000, 50_000) : 0;
        long recentBytesMost = luck.chance(0.3) ? luck.between(500, 20_000) : Long.MAX_VALUE;
        return new Drawn(zab, recentMax, recentBytesMax, recentBytesMost);
    }

    private Simulation(long seed, Ensemble ensemble, Drawn drawn, Trace.Told told) {
        this.luck = new Luck(seed);
        this.trace = new Trace(agenda, told);
        TreeMap<Long, Party> parties = new TreeMap<>();
        SimNetwork network = new SimNetwork(agenda, luck.fork(), parties);
        Witness witness = new Witness(ensemble, parties);
        Workload workload = new Workload(peers);
        this.world = new SimWorld(
                agenda,
                trace,
                network,
                witness,
                workload,
                ensemble,
                drawn.zab,
                drawn.recentMax,
                drawn.recentBytesMax,
                drawn.recentBytesMost);
        ensemble.peers().forEach(peer -> peers.put(peer.sid(), new SimPeer(peer.sid(), world, luck.fork())));
        parties.putAll(peers);
        peers.values().forEach(peer -> vigils.add(new Vigil(peer, world)));
        watch();
    }

    private void watch() {
        vigils.forEach(Vigil::look);
        agenda.after(VIGIL_MS, this::watch);
    }

    /** An ensemble of a size, with faults and clients, that the seed chooses. */
    static Simulation of(long seed, Trace.Told told) {
        Luck choice = new Luck(seed + 1);
        int voters = new int[] {3, 3, 3, 5, 5, 4, 1, 2, 7}[choice.below(9)];
        int observers = choice.chance(0.3) ? 1 : 0;
        Luck rule = new Luck(seed ^ 0x6e0f);
        Ensemble ensemble =
                rule.chance(0.2) ? Members.grouped(voters, observers, rule) : Members.majority(voters, observers);
        Simulation simulation = new Simulation(seed, ensemble, told);
        simulation.faults(FaultPlan.of(choice.fork()));
        simulation.clients((int) choice.between(1, 5));
        return simulation;
    }

    /** A whole life: a minute of faults, then health. */
    static Simulation live(Simulation simulation) {
        simulation.bootAll();
        simulation.run(FAULTS_MS);
        simulation.healThenExpectServiceWithin(HEALTHY_WITHIN_MS);
        return simulation;
    }

    static Simulation live(long seed) {
        return live(of(seed, Trace.Told.NOTHING));
    }

    Trace trace() {
        return trace;
    }

    SimPeer peer(long sid) {
        return peers.get(sid);
    }

    TreeMap<Long, SimPeer> peers() {
        return peers;
    }

    SimWorld world() {
        return world;
    }

    Agenda agenda() {
        return agenda;
    }

    long steps() {
        return steps;
    }

    void clients(int count) {
        world.workload().start(count, luck.fork(), world);
    }

    void bootAll() {
        for (SimPeer peer : peers.values()) {
            agenda.after(luck.between(0, 500), peer::boot);
        }
    }

    /** Lets time pass. */
    void run(long ms) {
        long end = agenda.nowMs() + ms;
        while (agenda.step(end)) {
            steps++;
            if (steps % 512 == 0) {
                lookAround();
            }
        }
    }

    /** Lets time pass until something is so. */
    boolean runUntil(long msMax, BooleanSupplier condition) {
        long end = agenda.nowMs() + msMax;
        while (!condition.getAsBoolean()) {
            if (!agenda.step(end)) {
                return condition.getAsBoolean();
            }
            steps++;
        }
        return true;
    }

    private void lookAround() {
        for (SimPeer peer : peers.values()) {
            if (peer.serves()) {
                world.witness().lookAtEphemerals(peer, peer.tree());
            }
        }
    }

    // Faults.

    void faults(FaultPlan plan) {
        faults = plan;
        faultsOn = true;
        trace.line(0, plan::toString);
        world.network().faults(plan.halfOpen(), plan.stale(), luck.chance(0.3) ? 40 : 4);
        repeat(plan.crashMs(), () -> crash(any()));
        repeat(plan.killMs(), () -> {
            SimPeer peer = any();
            peer.kill("killed");
            peer.rebootLater();
        });
        repeat(plan.breakMs(), world.network()::breakOne);
        repeat(plan.partitionMs(), this::partition);
        repeat(
                plan.pauseMs(),
                () -> any().pause(luck.chance(0.8) ? luck.between(10, 1_500) : luck.between(1_500, 9_000)));
        repeat(plan.slowDiskMs(), () -> any().storage().slowUntil(agenda.nowMs() + luck.between(500, 5_000)));
        repeat(plan.hungDiskMs(), () -> any().storage().hangUntil(agenda.nowMs() + luck.between(500, 15_000)));
        repeat(plan.failedForceMs(), this::failForce);
        repeat(plan.fullDiskMs(), this::fillDisk);
        repeat(plan.rotMs(), this::rot);
        repeat(plan.wipeMs(), this::wipe);
        repeat(plan.clockMs(), () -> any().clock().jumpWall(luck.between(-3_600_000, 3_600_000)));
        repeat(plan.snapshotMs(), this::snapshot);
        peers.values().forEach(peer -> peer.eagerSnapshot(plan.eagerSnapshot()));
        if (plan.clockMs() > 0) {
            peers.values().forEach(peer -> peer.clock().nextRate(luck.between(90, 110) / 100.0));
        }
    }

    private void repeat(long meanMs, Runnable fault) {
        if (meanMs > 0) {
            agenda.after(luck.between(1, 2 * meanMs), () -> {
                if (faultsOn) {
                    fault.run();
                    repeat(meanMs, fault);
                }
            });
        }
    }

    private SimPeer any() {
        return peers.get(luck.between(1, peers.size()));
    }

    void crash(SimPeer peer) {
        if (!peer.isUp()) {
            return;
        }
        if (luck.chance(faults.crashInWrite())) {
            peer.storage().losePowerAfter(luck.below(8));
        } else {
            peer.crash();
            peer.rebootLater();
        }
    }

    private void partition() {
        for (long from : peers.keySet()) {
            for (long to : peers.keySet()) {
                if (from != to && luck.chance(0.3)) {
                    world.network().cut(from, to);
                    if (luck.chance(0.7)) {
                        world.network().cut(to, from);
                    }
                }
            }
        }
        agenda.after(luck.between(100, 6_000), world.network()::mend);
    }

    /** Two failures in a row can leave a disk that nobody should trust, so the others must be able to go on. */
    private void failForce() {
        SimPeer victim = any();
        if (world.survivesWithout(victim)) {
            victim.storage().failNextForce();
        }
    }

    private void fillDisk() {
        SimPeer victim = any();
        if (world.survivesWithout(victim)) {
            victim.storage().fill(luck.below(8_192));
            agenda.after(luck.between(100, 4_000), victim.storage()::makeRoom);
        }
    }

    /** The process starts at once, so that the others are still there if it does not trust its disk any more. */
    private void rot() {
        SimPeer victim = any();
        if (world.survivesWithout(victim)) {
            victim.kill("a byte of its log rots");
            if (!victim.isUp()) {
                victim.storage().rot();
                victim.boot();
            }
        }
    }

    /** Only while the others have everything: what is lost with two disks is lost for good reason. */
    private void wipe() {
        SimPeer victim = any();
        victim.kill("its disk is replaced");
        agenda.after(1_000, () -> {
            if (world.survivesWithout(victim) && world.witness().committed().height > 0) {
                victim.wipe();
            }
            victim.rebootLater();
        });
    }

    private void snapshot() {
        SimPeer peer = any();
        if (peer.serves()) {
            peer.storage().snapshot(peer.tree());
        }
    }

    // The end.

    /** Ends all faults, starts what is down, and expects that everybody serves the same within that time. */
    void healThenExpectServiceWithin(long ms) {
        faultsOn = false;
        world.network().mend();
        world.network().faults(0, 0, 4);
        for (SimPeer peer : peers.values()) {
            peer.pause(0);
            peer.storage().slowUntil(0);
            peer.storage().hangUntil(0);
            peer.storage().makeRoom();
            peer.storage().losePowerAfter(-1);
            peer.clock().jumpWall(0);
            peer.boot();
        }
        trace.line(0, () -> "all faults end");
        long start = agenda.nowMs();
        expect("L1", ms, () -> peers.values().stream().anyMatch(SimPeer::leads), "nobody leads");
        expect("L2", ms, () -> peers.values().stream().allMatch(SimPeer::serves), "not everybody serves");
        if (!world.workload().clients().isEmpty()) {
            List<Long> before =
                    world.workload().clients().stream().map(SimClient::answers).toList();
            expect("L4", ms, () -> everybodyIsAnswered(before), "a client is not answered");
        }
        long healthyMs = agenda.nowMs();
        run(LONGEST_SILENCE_MS);
        List<String> lost = world.workload().lostSessions(start, healthyMs);
        if (!lost.isEmpty()) {
            throw new Broken("L6", "sessions expire although their clients live: " + lost);
        }
        lookAround();
        judgeHistory();
        rest();
        trace.line(0, () -> "healthy after " + (agenda.nowMs() - start) + " ms");
    }

    /** Nobody asks for anything any more: then peers have little to say to each other, and nothing waits. */
    private void rest() {
        world.workload().stop();
        run(1_000);
        world.network().takeCounts();
        run(1_000);
        world.network().takeCounts().forEach((way, count) -> {
            if (count > PACKETS_IN_IDLE_SECOND_MAX) {
                throw new Broken("L8", count + " packets from " + way + " in an idle second");
            }
        });
        BooleanSupplier nothingWaits = () ->
                peers.values().stream().allMatch(peer -> peer.replicaRole().outstanding() == 0);
        expect("L8", 1_000, nothingWaits, "something is still outstanding");
        comeBackToRest();
    }

    /** One that comes back to an ensemble in which nobody writes any more stays, and so do the others. */
    private void comeBackToRest() {
        run(2 * LONGEST_SESSION_MS); // The sessions that were left end in transactions.
        SimPeer back = any();
        back.kill("to come back");
        agenda.after(luck.between(20, 3_000), back::boot);
        expect("L2", HEALTHY_WITHIN_MS, () -> peers.values().stream().allMatch(SimPeer::serves), "not all serve");
        Map<SimPeer, EnsembleRole> roles = new HashMap<>();
        peers.values().forEach(peer -> roles.put(peer, peer.replicaRole()));
        run(3 * world.zabOptions().syncLimitMs());
        roles.forEach((peer, role) -> {
            if (peer.replicaRole() != role) {
                throw new Broken("L8", peer + " was " + role + " and is " + peer.replicaRole() + ", in peace");
            }
        });
    }

    /** Whether one copy of the data could have given all the answers that clients got. */
    private void judgeHistory() {
        Verdict verdict = Linearizability.check(world.workload().history(), SEARCH_STEPS_MAX);
        if (verdict.isImpossible()) {
            throw new Broken("S10", verdict.evidence());
        }
        undecided = verdict.kind() == Verdict.Kind.UNDECIDED;
    }

    /** Whether the search for an order of all operations was given up. */
    boolean undecided() {
        return undecided;
    }

    private boolean everybodyIsAnswered(List<Long> before) {
        for (int i = 0; i < before.size(); i++) {
            if (world.workload().clients().get(i).answers() <= before.get(i)) {
                return false;
            }
        }
        return true;
    }

    private void expect(String property, long ms, BooleanSupplier condition, String complaint) {
        if (!runUntil(ms, condition)) {
            StringBuilder roles = new StringBuilder();
            peers.values()
                    .forEach(peer -> roles.append("; ")
                            .append(peer)
                            .append(' ')
                            .append(peer.isUp() ? peer.replicaRole() : "down")
                            .append(' ')
                            .append(peer.logged()));
            throw new Broken(property, complaint + " after " + ms + " ms" + roles);
        }
    }
}
