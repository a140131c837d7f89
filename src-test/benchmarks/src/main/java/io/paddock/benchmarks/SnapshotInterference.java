package io.paddock.benchmarks;

import io.paddock.benchmarks.load.Frames;
import io.paddock.benchmarks.load.LoadResult;
import io.paddock.benchmarks.load.Loader;
import io.paddock.benchmarks.load.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How long writes take while a snapshot of a large tree is being written, and while none is. */
final class SnapshotInterference implements Workload {

    private static final int CONNECTIONS = 50;
    private static final int WRITTEN_LEAVES = 10_000;

    /** Rounds of other workloads are too short to see several snapshots. */
    private static final int ROUND_FACTOR = 10;

    private static final String SNAP_COUNT = "40000";

    @Override
    public String name() {
        return "write-during-snapshot";
    }

    @Override
    public List<Figure> measure(Options options) throws IOException {
        if (!SnapshotPhase.isAvailable()) {
            return List.of();
        }
        Path data = LargeData.asSnapshot(options, options.znodes());
        Samples calm = new Samples();
        Samples writing = new Samples();
        Samples ratio = new Samples();
        Samples operations = new Samples();
        Rounds.alternate(1, contender -> {
            try (BenchedServer server = new BenchedServer(contender, options).config("snapCount", SNAP_COUNT)) {
                Directories.copy(data, server.dataDirectory());
                server.start();
                LoadResult result = load(server, options);
                double calmMillis = p99Millis(result.latencies()[SnapshotPhase.CALM]);
                double writingMillis = p99Millis(result.latencies()[SnapshotPhase.WRITING]);
                operations.add(contender, result.perSecond());
                calm.add(contender, calmMillis);
                writing.add(contender, writingMillis);
                ratio.add(contender, writingMillis / calmMillis);
            }
        });
        return List.of(
                operations.figure(name(), "operations/s", null),
                calm.figure(name(), "p99 without, ms", null),
                writing.figure(name(), "p99 meanwhile, ms", null),
                ratio.figure(name(), "p99 meanwhile / without", Aim.atMost(2)));
    }

    private static LoadResult load(BenchedServer server, Options options) throws IOException {
        Paths paths = LargeData.paths(options.znodes());
        byte[] value = new byte[LargeData.DATA_BYTES];
        int leaves = Math.min(WRITTEN_LEAVES, options.znodes());
        int stride = options.znodes() / leaves;
        Work work = Requests.random(leaves, i -> Frames.setData(paths.leaf(i * stride), value));
        try (Loader loader = Loader.connect(server.port(), CONNECTIONS);
                SnapshotPhase phase = new SnapshotPhase(server.pid())) {
            loader.run(work, 1, options.roundNanos()); // Not counted: the virtual machine warms up.
            return loader.run(work, 1, ROUND_FACTOR * options.roundNanos(), phase);
        }
    }

    /** NaN if no reply came in this phase. */
    private static double p99Millis(Histogram latencies) {
        return latencies.getTotalCount() == 0 ? Double.NaN : latencies.getValueAtPercentile(99) / 1e6;
    }
}
