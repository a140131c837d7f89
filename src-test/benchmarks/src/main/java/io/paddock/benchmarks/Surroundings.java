package io.paddock.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What figures depend on besides the servers.
 *
 * @param file the type of the file system that holds the data
 */
record Surroundings(String processor, int cores, long memoryBytes, String system, String file, String jdk, String how) {

    static Surroundings of(Options options) throws IOException {
        return new Surroundings(
                line(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                machineMemoryBytes(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Files.getFileStore(options.directory()).type(),
                line(options.javaHome().resolve("release"), "JAVA_VERSION", "unknown"),
                String.format(
                        Locale.ROOT,
                        "-Xmx%s, %d alternating rounds of %s s",
                        options.heap(),
                        options.rounds(),
                        options.seconds()));
    }

    /** The value behind the key in a file of such lines. */
    private static String line(Path file, String key, String otherwise) throws IOException {
        if (!Files.exists(file)) {
            return otherwise;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line ->
                            line.replaceAll("^[^:=]*[:=]", "").replace("\"", "").trim())
                    .findFirst()
                    .orElse(otherwise);
        }
    }

    private static long machineMemoryBytes() throws IOException {
        String total = line(Path.of("/proc/meminfo"), "MemTotal", "0");
        return 1024 * Long.parseLong(total.replaceAll("\\D", ""));
    }

    String sentence() {
        return String.format(
                Locale.ROOT,
                "%s: %s, %d cores, %.0f GB, %s, %s; JDK %s, %s.",
                LocalDate.now(),
                processor,
                cores,
                memoryBytes / 1e9,
                system,
                file,
                jdk,
                how);
    }
}
