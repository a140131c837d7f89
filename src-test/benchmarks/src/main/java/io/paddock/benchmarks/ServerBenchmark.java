package io.paddock.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs workloads against Paddock and Apache ZooKeeper, and prints their figures as a table: see {@link Options#USAGE}. Progress
 * goes to the standard error output, a line for each workload.
 */
public final class ServerBenchmark {

    private ServerBenchmark() {}

    public static void main(String[] args) throws IOException {
        Options options;
        try {
            options = Options.parse(args, besideClasses());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
            return;
        }
        if (options == null) {
            Workloads.all(null).forEach(workload -> System.out.println(workload.name()));
            return;
        }
        for (Options ofJdk : options.perJdk().toList()) {
            print(ofJdk);
        }
    }

    private static void print(Options options) throws IOException {
        ClassArchive.make(options);
        try (TrafficServers servers = new TrafficServers(options)) {
            FigureTable table = measure(chosen(options, servers), options);
            System.out.println(Surroundings.of(options).sentence());
            System.out.println();
            System.out.println(options.markdown() ? table.markdown() : table.aligned());
        }
    }

    private static FigureTable measure(List<Workload> workloads, Options options) throws IOException {
        FigureTable table = new FigureTable();
        for (Workload workload : workloads) {
            long start = System.nanoTime();
            System.err.print(workload.name() + " ... ");
            workload.measure(options).forEach(table::add);
            System.err.printf("%.0f s%n", (System.nanoTime() - start) / 1e9);
        }
        return table;
    }

    private static List<Workload> chosen(Options options, TrafficServers servers) {
        List<Workload> chosen = new ArrayList<>(Workloads.all(servers));
        if (!options.works().isEmpty()) {
            chosen.removeIf(workload -> options.works().stream().noneMatch(workload.name()::startsWith));
        }
        return chosen;
    }

    /** The build's own folder, which is on the file system of the checkout and goes with {@code clean}. */
    private static Path besideClasses() {
        try {
            Path classes = Path.of(ServerBenchmark.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.createDirectories(classes.resolveSibling("servers"));
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("no place for the data of the servers: give --directory", e);
        }
    }
}
