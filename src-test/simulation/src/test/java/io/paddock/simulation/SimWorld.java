package io.paddock.simulation;

import io.paddock.server.election.ElectionOptions;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.zab.ZabOptions;

/** What the parts of a simulation share. */
record SimWorld(
        Agenda agenda,
        Trace trace,
        SimNetwork network,
        Witness witness,
        Workload workload,
        Ensemble ensemble,
        ZabOptions zabOptions,
        int recentMax,
        long recentBytesMax,
        long recentBytesMost) {

    /** Servers without data begin nothing together while one that might have data is not heard. */
    ElectionOptions electionOptions() {
        return ElectionOptions.DEFAULTS.withNewcomersMs(ElectionOptions.FOR_EVER);
    }

    /** Whether the others have all that is committed, and their data, so that this one may lose its own. */
    boolean survivesWithout(SimPeer victim) {
        GhostNode committed = witness.committed();
        boolean others = ensemble.isQuorum(sid -> sid != victim.sid()
                && committed.isPrefixOf(workload.peers().get(sid).durable()));
        boolean alone = workload.peers().values().stream().noneMatch(peer -> peer != victim && peer.isBlank());
        return others && alone && victim.owesNothing();
    }
}
