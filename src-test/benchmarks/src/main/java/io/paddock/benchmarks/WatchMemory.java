package io.paddock.benchmarks;

import io.paddock.benchmarks.load.Frames;
import io.paddock.benchmarks.load.Loader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What 300,000 watches of 100 connections weigh on the heap. */
final class WatchMemory implements Workload {

    private static final int WATCHES = 300_000;
    private static final int CONNECTIONS = 100;
    private static final int PER_CONNECTION = WATCHES / CONNECTIONS;
    private static final Paths PATHS = LargeData.paths(WATCHES);
    private static final int OUTSTANDING = 5;

    private final boolean shared;

    /** @param shared true if every connection watches the same paths, false if each path has one watcher */
    WatchMemory(boolean shared) {
        this.shared = shared;
    }

    @Override
    public String name() {
        return shared ? "watch-memory-shared" : "watch-memory";
    }

    @Override
    public List<Figure> measure(Options options) throws IOException {
        Path data = LargeData.asSnapshot(options, WATCHES);
        Samples bytes = new Samples();
        Rounds.alternate(1, contender -> {
            try (BenchedServer server = new BenchedServer(contender, options)) {
                Directories.copy(data, server.dataDirectory());
                server.start();
                bytes.add(contender, (double) watchBytes(server) / WATCHES);
            }
        });
        return List.of(bytes.figure(name(), "heap, bytes/watch", Aim.ratioAtMost(0.2)));
    }

    private long watchBytes(BenchedServer server) throws IOException {
        try (Loader loader = Loader.connect(server.port(), CONNECTIONS)) {
            long before = server.liveHeapBytes();
            int[] count = new int[CONNECTIONS];
            loader.finish(connection -> frame(connection, count), OUTSTANDING);
            return server.liveHeapBytes() - before;
        }
    }

    private byte[] frame(int connection, int[] count) {
        int number = count[connection]++;
        if (number >= PER_CONNECTION) {
            return null;
        }
        int first = shared ? 0 : connection * PER_CONNECTION;
        return Frames.exists(PATHS.leaf(first + number), true);
    }
}
