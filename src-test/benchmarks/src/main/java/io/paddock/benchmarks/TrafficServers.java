package io.paddock.benchmarks;

import io.paddock.benchmarks.load.Frames;
import io.paddock.benchmarks.load.Loader;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Both servers, running at the same time with the same small tree, for the workloads that only send requests: so each
 * server is warm when its turn comes, and the one that waits costs nothing. Started when first asked for.
 */
final class TrafficServers implements AutoCloseable {

    static final int DATA_BYTES = 100;
    static final Paths PATHS = new Paths(10_000, 100);

    private static final int FILL_OUTSTANDING = 100;
    private static final int WARM_CONNECTIONS = 50;
    private static final int WARM_OUTSTANDING = 16;
    private static final long WARM_NANOS = 5_000_000_000L;

    private final Options options;
    private final Map<Contender, BenchedServer> servers = new EnumMap<>(Contender.class);

    TrafficServers(Options options) {
        this.options = options;
    }

    BenchedServer get(Contender contender) throws IOException {
        BenchedServer server = servers.get(contender);
        if (server == null) {
            server = new BenchedServer(contender, options);
            servers.put(contender, server);
            server.start();
            fill(server, PATHS);
            warm(server);
        }
        return server;
    }

    /** Parents come before their children, since there is one connection. */
    private static void fill(BenchedServer server, Paths paths) throws IOException {
        byte[] data = new byte[DATA_BYTES];
        Iterator<String> all = paths.all().iterator();
        try (Loader loader = Loader.connect(server.port(), 1)) {
            loader.finish(connection -> all.hasNext() ? Frames.create(all.next(), data) : null, FILL_OUTSTANDING);
        }
    }

    /** Many requests of both kinds, so that the compilers of the virtual machine are done before anything is measured. */
    private static void warm(BenchedServer server) throws IOException {
        try (Loader loader = Loader.connect(server.port(), WARM_CONNECTIONS)) {
            loader.run(Requests.mixed(), WARM_OUTSTANDING, WARM_NANOS);
            loader.run(Requests.setData(), 1, WARM_NANOS);
        }
    }

    @Override
    public void close() throws IOException {
        for (BenchedServer server : servers.values()) {
            server.close();
        }
    }
}
