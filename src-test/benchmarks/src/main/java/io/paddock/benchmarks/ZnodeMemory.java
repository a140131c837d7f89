package io.paddock.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a large tree weighs: the live objects on the heap, and the whole process, as it is after the start and after a collection. */
final class ZnodeMemory implements Workload {

    private static final double MEGA = 1e6;

    @Override
    public String name() {
        return "znode-memory";
    }

    @Override
    public List<Figure> measure(Options options) throws IOException {
        Path data = LargeData.asSnapshot(options, options.znodes());
        Samples live = new Samples();
        Samples perZnode = new Samples();
        Samples resident = new Samples();
        Samples excess = new Samples();
        Samples collected = new Samples();
        Samples collectedExcess = new Samples();
        Rounds.alternate(1, contender -> {
            try (BenchedServer server = new BenchedServer(contender, options)) {
                Directories.copy(data, server.dataDirectory());
                server.start();
                double residentBytes = server.residentBytes();
                double liveBytes = server.liveHeapBytes();
                double collectedBytes = server.residentBytes();
                live.add(contender, liveBytes / MEGA);
                perZnode.add(contender, liveBytes / options.znodes());
                resident.add(contender, residentBytes / MEGA);
                excess.add(contender, (residentBytes - 100 * MEGA) / liveBytes);
                collected.add(contender, collectedBytes / MEGA);
                collectedExcess.add(contender, (collectedBytes - 100 * MEGA) / liveBytes);
            }
        });
        return List.of(
                live.figure(name(), "live heap, MB", Aim.ratioAtMost(0.5)),
                perZnode.figure(name(), "live heap, bytes/znode", null),
                resident.figure(name(), "resident process, MB", null),
                excess.figure(name(), "(resident - 100 MB) / live heap", Aim.atMost(1.3)),
                collected.figure(name(), "resident after a full collection, MB", null),
                collectedExcess.figure(name(), "(that - 100 MB) / live heap", Aim.atMost(1.3)));
    }
}
