package io.paddock.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param works names of workloads; all if there is none
 * @param seconds of one round of load
 * @param rounds of each workload, for each server; the figures are their medians
 * @param javaHomes the JDKs of both servers: everything is measured with one, then with the next
 * @param heap the largest heap of both servers, as {@code -Xmx} wants it
 * @param jvm further arguments for the virtual machines of both servers
 * @param znodes of the large trees
 * @param directory below which both servers keep their data
 * @param markdown true for a table in Markdown
 */
record Options(
        List<String> works,
        double seconds,
        int rounds,
        List<Path> javaHomes,
        String heap,
        List<String> jvm,
        int znodes,
        Path directory,
        boolean markdown) {

    static final String USAGE = """
            Usage: ServerBenchmark [options] [workload ...]

              --seconds N      length of a round of load (2)
              --rounds N       rounds of each server, alternating; figures are medians (3)
              --java-home DIR  JDK of both servers (the one that runs this); if repeated, a table for each
              --heap SIZE      heap of both servers, as for -Xmx (1g)
              --jvm ARGUMENT   one more argument for both virtual machines; may be repeated
              --znodes N       znodes of the large trees (1000000)
              --directory DIR  where both servers keep their data (a folder beside the classes of this program)
              --markdown       print the table in Markdown
              --list           print the workloads
            """;

    /** Answers null for {@code --list}. */
    static Options parse(String[] args, Path defaultDirectory) {
        List<String> works = new ArrayList<>();
        List<String> jvm = new ArrayList<>();
        double seconds = 2;
        int rounds = 3;
        List<Path> javaHomes = new ArrayList<>();
        String heap = "1g";
        int znodes = 1_000_000;
        Path directory = defaultDirectory;
        boolean markdown = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--seconds" -> seconds = Double.parseDouble(value(args, ++i));
                case "--rounds" -> rounds = Integer.parseInt(value(args, ++i));
                case "--java-home" -> javaHomes.add(Path.of(value(args, ++i)).toAbsolutePath());
                case "--heap" -> heap = value(args, ++i);
                case "--jvm" -> jvm.add(value(args, ++i));
                case "--znodes" -> znodes = Integer.parseInt(value(args, ++i));
                case "--directory" -> directory = Path.of(value(args, ++i)).toAbsolutePath();
                case "--markdown" -> markdown = true;
                case "--list" -> {
                    return null;
                }
                default -> works.add(workload(args[i]));
            }
        }
        if (seconds <= 0 || rounds < 1 || znodes < 1) {
            throw new IllegalArgumentException("--seconds, --rounds and --znodes must be positive");
        }
        if (javaHomes.isEmpty()) {
            javaHomes.add(Path.of(System.getProperty("java.home")));
        }
        for (Path javaHome : javaHomes) {
            if (!Files.isExecutable(javaHome.resolve("bin/java"))) {
                throw new IllegalArgumentException(javaHome + " is no JDK: it has no bin/java");
            }
        }
        return new Options(works, seconds, rounds, List.copyOf(javaHomes), heap, jvm, znodes, directory, markdown);
    }

    private static String value(String[] args, int i) {
        if (i == args.length) {
            throw new IllegalArgumentException(args[i - 1] + " wants a value");
        }
        return args[i];
    }

    private static String workload(String name) {
        if (name.startsWith("-")) {
            throw new IllegalArgumentException("unknown option " + name);
        }
        return name;
    }

    /** The same for each JDK alone. */
    Stream<Options> perJdk() {
        return javaHomes.stream()
                .map(home ->
                        new Options(works, seconds, rounds, List.of(home), heap, jvm, znodes, directory, markdown));
    }

    /** The first JDK. */
    Path javaHome() {
        return javaHomes.get(0);
    }

    long roundNanos() {
        return (long) (seconds * 1e9);
    }
}
