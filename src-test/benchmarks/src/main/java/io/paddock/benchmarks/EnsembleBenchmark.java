package io.paddock.benchmarks;

import io.paddock.benchmarks.load.Frames;
import io.paddock.benchmarks.load.LoadResult;
import io.paddock.benchmarks.load.Loader;
import io.paddock.benchmarks.load.Work;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Three servers of Paddock beside three of Apache ZooKeeper's, all on this machine and with the same Java, heap and
 * configuration, Paddock's with the archive of its classes as {@code zkServer.sh} starts them: writes through the leader and through a follower, and how long nobody is served after the leader was
 * killed, was stopped, or hangs. Arguments: the seconds of a round (3; 0 for no traffic), the rounds (3).
 */
public final class EnsembleBenchmark {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Paths PATHS = TrafficServers.PATHS;
    private static final int FILL_OUTSTANDING = 100;
    private static final long WARM_NANOS = 6_000_000_000L;
    private static final long FAILOVER_NANOS_MAX = 60_000_000_000L;
    /** An ensemble in peace: everybody has been following for some time. */
    private static final long PEACE_NANOS = 4_000_000_000L;

    private static final Aim MORE = Aim.ratioAtLeast(2.5);
    private static final Aim LESS_CPU = Aim.ratioAtMost(0.5);

    /** What happens to the leader. */
    private enum End {
        KILLED(300),
        STOPPED(100),
        HUNG(1_500);

        private final Aim aim;

        End(int msMax) {
            this.aim = Aim.atMost(msMax);
        }
    }

    private final Map<Contender, TestEnsemble> ensembles = new EnumMap<>(Contender.class);
    private final FigureTable table = new FigureTable();
    private final long roundNanos;
    private final int rounds;

    private EnsembleBenchmark(double seconds, int rounds) {
        this.roundNanos = (long) (seconds * 1e9);
        this.rounds = rounds;
    }

    public static void main(String[] args) throws IOException {
        double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 3;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        new EnsembleBenchmark(seconds, rounds).run();
    }

    private void run() throws IOException {
        Path directory = Files.createTempDirectory("ensembles");
        try {
            // As zkServer.sh starts them.
            List<String> archive = ClassArchive.make(Options.parse(new String[0], directory.resolve("archive")));
            start(Contender.APACHE, Installation.apache(), directory.resolve("apache"), List.of());
            start(Contender.PADDOCK, Installation.paddock(), directory.resolve("paddock"), archive);
            if (roundNanos > 0) {
                traffic();
            }
            failover();
            System.out.println(table.markdown());
        } finally {
            for (TestEnsemble ensemble : ensembles.values()) {
                ensemble.close();
            }
        }
    }

    private void traffic() throws IOException {
        traffic(
                "setData-1x1, leader",
                Requests::setData,
                1,
                1,
                true,
                new Traffic.Aims(null, LESS_CPU, Aim.ratioAtMost(1)));
        Traffic.Aims writes = new Traffic.Aims(MORE, LESS_CPU, null);
        traffic("setData-50x1, leader", Requests::setData, 50, 1, true, writes);
        traffic("setData-50x16, leader", Requests::setData, 50, 16, true, writes);
        traffic("setData-50x1, follower", Requests::setData, 50, 1, false, writes);
        traffic("setData-50x16, follower", Requests::setData, 50, 16, false, writes);
        Traffic.Aims mixed = new Traffic.Aims(MORE, null, null);
        traffic("mixed-50x1, leader", Requests::mixed, 50, 1, true, mixed);
        traffic("mixed-50x1, follower", Requests::mixed, 50, 1, false, mixed);
    }

    private void start(Contender contender, Installation installation, Path directory, List<String> archive)
            throws IOException {
        List<String> jvm = new ArrayList<>(archive);
        jvm.add("-Xmx1g");
        TestEnsemble ensemble = TestEnsemble.of(
                directory,
                List.of(installation, installation, installation),
                0,
                setup -> setup.jvm(jvm.toArray(String[]::new)));
        ensembles.put(contender, ensemble);
        ensemble.start(START_LIMIT);
        byte[] data = new byte[TrafficServers.DATA_BYTES];
        Iterator<String> all = PATHS.all().iterator();
        int port = ensemble.server(ensemble.leader()).port();
        try (Loader loader = Loader.connect(port, 1)) {
            loader.finish(connection -> all.hasNext() ? Frames.create(all.next(), data) : null, FILL_OUTSTANDING);
        }
        for (long sid : ensemble.sids()) {
            try (Loader loader = Loader.connect(ensemble.server(sid).port(), 50)) {
                loader.run(Requests.mixed(), 8, WARM_NANOS);
            }
        }
    }

    private int port(Contender contender, boolean leader) {
        TestEnsemble ensemble = ensembles.get(contender);
        long sid = ensemble.leader();
        if (!leader) {
            sid = ensemble.sids().stream()
                    .filter(each -> "follower".equals(ensemble.mode(each)))
                    .findFirst()
                    .orElseThrow();
        }
        return ensemble.server(sid).port();
    }

    private long cpuNanos(Contender contender) {
        TestEnsemble ensemble = ensembles.get(contender);
        return ensemble.sids().stream()
                .mapToLong(sid -> ProcessHandle.of(ensemble.server(sid).pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toNanos())
                .sum();
    }

    private void traffic(
            String name, Supplier<Work> work, int connections, int outstanding, boolean leader, Traffic.Aims aims)
            throws IOException {
        System.err.println(name);
        Samples operations = new Samples();
        Samples cpuMicros = new Samples();
        Samples median = new Samples();
        // Not counted: the compilers of the six virtual machines have to do with every new kind of work, for some
        // seconds.
        long warmNanos = Math.max(roundNanos, WARM_NANOS);
        Rounds.alternate(1, contender -> round(contender, work, connections, outstanding, leader, warmNanos));
        Rounds.alternate(rounds, contender -> {
            long cpuBefore = cpuNanos(contender);
            LoadResult result = round(contender, work, connections, outstanding, leader, roundNanos);
            operations.add(contender, result.perSecond());
            cpuMicros.add(contender, (cpuNanos(contender) - cpuBefore) / 1e3 / result.operations());
            median.add(contender, result.latencyMicros(50));
        });
        table.add(operations.figure(name, "operations/s", aims.operations()));
        table.add(cpuMicros.figure(name, "CPU of the three, us/operation", aims.cpu()));
        table.add(median.figure(name, "median latency, us", aims.latency()));
    }

    private LoadResult round(
            Contender contender, Supplier<Work> work, int connections, int outstanding, boolean leader, long nanos)
            throws IOException {
        try (Loader loader = Loader.connect(port(contender, leader), connections)) {
            return loader.run(work.get(), outstanding, nanos);
        }
    }

    private void failover() throws IOException {
        System.err.println("failover");
        for (End end : End.values()) {
            Samples outages = new Samples();
            Rounds.alternate(rounds, contender -> outages.add(contender, outageMs(contender, end)));
            String name = "leader " + end.name().toLowerCase(Locale.ROOT);
            table.add(outages.figure(name, "ms until a write is answered", end.aim));
        }
    }

    private double outageMs(Contender contender, End end) throws IOException {
        LockSupport.parkNanos(PEACE_NANOS);
        TestEnsemble ensemble = ensembles.get(contender);
        long leader = ensemble.leader();
        long startNanos = System.nanoTime();
        switch (end) {
            case KILLED -> ensemble.server(leader).kill();
            case STOPPED -> ensemble.server(leader).terminate();
            case HUNG -> ensemble.server(leader).hang();
        }
        double ms = -1;
        while (ms < 0) {
            for (long sid : ensemble.sids()) {
                if (sid != leader && ms < 0 && isWritten(ensemble.server(sid).port())) {
                    ms = (System.nanoTime() - startNanos) / 1e6;
                }
            }
            if (System.nanoTime() - startNanos > FAILOVER_NANOS_MAX) {
                throw new IOException(contender + " has no leader again");
            }
            LockSupport.parkNanos(1_000_000);
        }
        if (end == End.HUNG) {
            ensemble.server(leader).kill();
        }
        ensemble.server(leader).awaitExit();
        ensemble.start(START_LIMIT);
        return ms;
    }

    private static boolean isWritten(int port) {
        try (Loader loader = Loader.connect(port, 1)) {
            Iterator<byte[]> one = List.of(Frames.setData(PATHS.all().iterator().next(), new byte[1]))
                    .iterator();
            loader.finish(connection -> one.hasNext() ? one.next() : null, 1);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
