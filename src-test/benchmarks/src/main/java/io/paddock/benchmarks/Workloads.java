package io.paddock.benchmarks;

import io.paddock.benchmarks.Traffic.Aims;
import java.util.List;

/** All workloads, in the order of the table, with what they should show. */
final class Workloads {

    private static final Aims NONE = new Aims(null, null, null);

    private Workloads() {}

    static List<Workload> all(TrafficServers servers) {
        return List.of(
                new Traffic(servers, "getData", Requests::getData, 1, 1, new Aims(null, null, Aim.ratioAtMost(0.5))),
                new Traffic(
                        servers,
                        "getData",
                        Requests::getData,
                        50,
                        1,
                        new Aims(Aim.ratioAtLeast(2), Aim.ratioAtMost(0.45), null)),
                new Traffic(servers, "getData", Requests::getData, 50, 16, new Aims(Aim.ratioAtLeast(5), null, null)),
                new Traffic(servers, "exists", Requests::exists, 50, 1, NONE),
                new Traffic(servers, "getChildren", Requests::getChildren, 50, 1, NONE),
                new Traffic(servers, "setData", Requests::setData, 1, 1, new Aims(null, null, Aim.ratioAtMost(0.9))),
                new Traffic(servers, "setData", Requests::setData, 50, 1, new Aims(Aim.ratioAtLeast(2.5), null, null)),
                new Traffic(servers, "setData", Requests::setData, 50, 16, new Aims(Aim.ratioAtLeast(3.5), null, null)),
                new Traffic(servers, "create", Requests::create, 50, 16, NONE),
                new Traffic(servers, "mixed", Requests::mixed, 50, 1, NONE),
                new StartTime(),
                new WatchMemory(false),
                new WatchMemory(true),
                new ZnodeMemory(),
                new RestartTime(false),
                new RestartTime(true),
                new SnapshotInterference());
    }
}
