package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Path;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.storage.SimDisk;
import io.paddock.server.tree.Tree;
import io.paddock.server.zab.ZabOptions;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** What a scenario needs to tell its story. No fault comes by itself. */
final class Stage {

    private static final long PATIENCE_MS = 20_000;

    private final Simulation simulation;

    Stage(int voters) {
        this(voters, 0);
    }

    Stage(int voters, int observers) {
        this(voters, observers, ZabOptions.of(200, 10, 5));
    }

    Stage(int voters, int observers, ZabOptions options) {
        simulation = new Simulation(7, voters, observers, options, Trace.Told.THE_END);
    }

    Simulation simulation() {
        return simulation;
    }

    SimPeer peer(long sid) {
        return simulation.peer(sid);
    }

    /** A server of another make takes the place of one that is down. */
    Stranger stranger(long sid) {
        return Stranger.insteadOf(peer(sid), simulation.world());
    }

    /** The server of another make that took this one's place is gone, and its place is free again. */
    void withdraw(long sid) {
        simulation.world().network().gone(sid, true);
        simulation.world().network().replace(sid, peer(sid));
    }

    /** Somebody edits the files of these servers, which are down: they name those voters. */
    void configure(List<Long> servers, List<Long> voters) {
        List<Peer> members = voters.stream()
                .map(sid -> simulation.world().ensemble().peer(sid))
                .toList();
        servers.forEach(sid -> peer(sid).edit(Ensemble.majority(0, members)));
    }

    /** Somebody edits the file of this server, which is down: all are in one group, and one has another weight. */
    void weigh(long server, long sid, long weight) {
        TreeMap<Long, Long> weights = new TreeMap<>();
        weights.put(sid, weight);
        peer(server).edit(Members.weighted(simulation.world().ensemble(), weights));
    }

    long nowMs() {
        return simulation.agenda().nowMs();
    }

    void boot(long... sids) {
        for (long sid : sids) {
            peer(sid).boot();
        }
    }

    void await(String what, BooleanSupplier condition) {
        assertThat(told(() -> simulation.runUntil(PATIENCE_MS, condition)))
                .as("%s\n%s", what, simulation.trace().tail())
                .isTrue();
    }

    void pass(long ms) {
        told(() -> {
            simulation.run(ms);
            return true;
        });
    }

    private boolean told(BooleanSupplier run) {
        try {
            return run.getAsBoolean();
        } catch (Broken e) {
            throw new Broken(e, simulation.trace().tail());
        }
    }

    /** The peer that leads, once somebody does, and these follow. */
    SimPeer leaderOf(long... sids) {
        await("a leader of " + List.of(sids.length), () -> {
            for (long sid : sids) {
                if (!peer(sid).serves()) {
                    return false;
                }
            }
            return leader() != null;
        });
        return leader();
    }

    private SimPeer leader() {
        for (SimPeer peer : simulation.peers().values()) {
            if (peer.leads()) {
                return peer;
            }
        }
        return null;
    }

    Probe session(SimPeer peer) {
        Probe probe = Probe.at(peer);
        await("a session at " + peer, probe::isOpen);
        return probe;
    }

    void done(Probe.Request request) {
        await("an answer", request::answered);
        assertThat(request.err()).isZero();
    }

    /** Nothing passes between this peer and the others. */
    void isolate(long sid) {
        for (long other : simulation.peers().keySet()) {
            if (other != sid) {
                simulation.world().network().cut(sid, other);
                simulation.world().network().cut(other, sid);
            }
        }
    }

    void mend() {
        simulation.world().network().mend();
    }

    void powerOff(long sid, SimDisk.Loss loss) {
        peer(sid).crash(loss);
    }

    boolean has(SimPeer peer, String path) {
        return peer.tree().find(Path.of(path)) != Tree.NONE;
    }
}
