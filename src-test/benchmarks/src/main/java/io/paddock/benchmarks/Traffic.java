package io.paddock.benchmarks;

import io.paddock.benchmarks.load.LoadResult;
import io.paddock.benchmarks.load.Loader;
import io.paddock.benchmarks.load.Work;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Requests of one kind over some connections, each with some of them on its way: operations per second, CPU time of the
 * server for each, and how long they took.
 */
final class Traffic implements Workload {

    /**
     * What the issue asks of a kind of traffic; each may be null.
     *
     * @param operations of the operations per second
     * @param cpu of the server's CPU time for each
     * @param latency of the median latency
     */
    record Aims(Aim operations, Aim cpu, Aim latency) {}

    private final TrafficServers servers;
    private final String operation;
    private final Supplier<Work> work;
    private final int connections;
    private final int outstanding;
    private final Aims aims;

    Traffic(
            TrafficServers servers,
            String operation,
            Supplier<Work> work,
            int connections,
            int outstanding,
            Aims aims) {
        this.servers = servers;
        this.operation = operation;
        this.work = work;
        this.connections = connections;
        this.outstanding = outstanding;
        this.aims = aims;
    }

    @Override
    public String name() {
        return operation + "-" + connections + "x" + outstanding;
    }

    @Override
    public List<Figure> measure(Options options) throws IOException {
        Samples operations = new Samples();
        Samples cpuMicros = new Samples();
        Samples median = new Samples();
        Samples p99 = new Samples();
        Samples loader = new Samples();
        Rounds.alternate(1, contender -> round(contender, options)); // Not counted: the virtual machines warm up.
        Rounds.alternate(options.rounds(), contender -> {
            BenchedServer server = servers.get(contender);
            long cpuBefore = server.cpuNanos();
            LoadResult result = round(contender, options);
            operations.add(contender, result.perSecond());
            cpuMicros.add(contender, (server.cpuNanos() - cpuBefore) / 1e3 / result.operations());
            median.add(contender, result.latencyMicros(50));
            p99.add(contender, result.latencyMicros(99));
            loader.add(contender, 100 * result.loaderShare());
        });
        return List.of(
                operations.figure(name(), "operations/s", aims.operations),
                cpuMicros.figure(name(), "server CPU, us/operation", aims.cpu),
                median.figure(name(), "median latency, us", aims.latency),
                p99.figure(name(), "p99 latency, us", null),
                loader.figure(name(), "load generator, % of a core", null));
    }

    private LoadResult round(Contender contender, Options options) throws IOException {
        try (Loader loader = Loader.connect(servers.get(contender).port(), connections)) {
            return loader.run(work.get(), outstanding, options.roundNanos());
        }
    }
}
