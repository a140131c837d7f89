package io.paddock.interop.scripts;

import io.paddock.testsupport.FreePorts;
import io.paddock.testsupport.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packed distribution in a folder with a blank in its name. Owned by the test, which closes it; then every server ends
 * whose pid file lies below the test's folder.
 */
final class Installed implements AutoCloseable {

    private static final int LIMIT_S = 120;

    private final Path base;
    private final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Installed(Path base, Path home) {
        this.base = base;
        this.home = home;
        environment.put("ZK_SERVER_HEAP", "64");
        environment.put("ZK_CLIENT_HEAP", "32");
        // Many short lives on few cores.
        environment.put("SERVER_JVMFLAGS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        // Made in the background, beside whatever the test does next.
        environment.put("ZOO_CLASS_ARCHIVE", "off");
        environment.put("USER", "operator");
        environment.put("LC_ALL", "C");
    }

    static Installed below(Path folder) throws IOException {
        return below(folder, "paddock here");
    }

    static Installed below(Path folder, String name) throws IOException {
        Path base = folder.toRealPath();
        Path home = base.resolve(name);
        copy(Installation.repository().resolve("server/target/paddock"), home);
        return new Installed(base, home);
    }

    /** The folder with {@code bin}, {@code conf} and {@code lib}. */
    Path home() {
        return home;
    }

    /** For everything else that the test needs. */
    Path base() {
        return base;
    }

    Path script(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** A configuration folder of that name with a {@code zoo.cfg} of these lines and a client port that is free. */
    Configured configured(String name, String... lines) throws IOException {
        Path folder = Files.createDirectories(base.resolve(name));
        int port = FreePorts.one();
        Path data = folder.resolve("data");
        Path file = folder.resolve("zoo.cfg");
        String ours = "dataDir=" + data + "\nclientPort=" + port + "\nclientPortAddress=127.0.0.1\ntickTime=2000\n";
        Files.writeString(file, ours + String.join("\n", lines) + "\n");
        return new Configured(file, data, port);
    }

    /** @param port the client port of the file */
    record Configured(Path file, Path data, int port) {

        Path pidFile() {
            return data.resolve("zookeeper_server.pid");
        }

        long pid() throws IOException {
            return Long.parseLong(Files.readString(pidFile()));
        }

        /** What every sub-command says first, on standard error. */
        String preamble() {
            return "ZooKeeper JMX enabled by default\nUsing config: " + file + "\n";
        }
    }

    Outcome zkServer(String... arguments) throws IOException {
        return zkServer(Map.of(), arguments);
    }

    /** @param variables of the environment, besides the usual ones; an empty value removes one */
    Outcome zkServer(Map<String, String> variables, String... arguments) throws IOException {
        return run(variables, script("zkServer.sh"), arguments);
    }

    /** Runs a command in {@link #base} and waits for its end. */
    Outcome run(Map<String, String> variables, Path command, String... arguments) throws IOException {
        Path out = Files.createTempFile(base, "command", ".stdout");
        Path err = Files.createTempFile(base, "command", ".stderr");
        Process process = process(variables, command, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                throw new IOException(command + " " + List.of(arguments) + " has not ended within " + LIMIT_S + " s: "
                        + Files.readString(out) + Files.readString(err));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    ProcessBuilder process(Map<String, String> variables, Path command, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(command.toString()), Stream.of(arguments))
                .toList());
        builder.directory(base.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> variablesOfProcess = builder.environment();
        variablesOfProcess.keySet().removeIf(name -> name.matches("ZOO.*|ZK_.*|JMX.*|.*JVMFLAGS|CLASSPATH"));
        variablesOfProcess.put("JAVA_HOME", System.getProperty("java.home"));
        variablesOfProcess.putAll(environment);
        variables.forEach((name, value) -> {
            if (value.isEmpty()) {
                variablesOfProcess.remove(name);
            } else {
                variablesOfProcess.put(name, value);
            }
        });
        return builder;
    }

    /** The file that takes the output of a server that was started in the background. */
    Path outFile(Path logDirectory) throws IOException {
        try (Stream<Path> files = Files.list(logDirectory)) {
            return files.filter(file -> file.getFileName().toString().matches("zookeeper-operator-server-.*\\.out"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no .out file in " + logDirectory));
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> pidFiles;
        try (Stream<Path> files = Files.walk(base)) {
            pidFiles = files.filter(file -> file.toString().endsWith(".pid")).toList();
        }
        for (Path pidFile : pidFiles) {
            String pid = Files.readString(pidFile);
            if (pid.matches("\\d+")) {
                ProcessHandle.of(Long.parseLong(pid))
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("QuorumPeerMain"))
                        .ifPresent(process -> {
                            process.destroyForcibly();
                            process.onExit()
                                    .orTimeout(LIMIT_S, TimeUnit.SECONDS)
                                    .join();
                        });
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(from)) {
            entries = walk.toList();
        }
        for (Path entry : entries) {
            Path copy = to.resolve(from.relativize(entry).toString());
            if (Files.isDirectory(entry)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(entry, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
