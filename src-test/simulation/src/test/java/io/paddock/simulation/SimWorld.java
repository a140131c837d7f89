package io.paddock.simulation;

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
        int recentMax) {}
