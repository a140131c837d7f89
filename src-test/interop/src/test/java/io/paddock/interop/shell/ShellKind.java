package io.paddock.interop.shell;

import io.paddock.testsupport.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Whose shell. */
enum ShellKind {
    PADDOCK {
        @Override
        List<String> command() {
            return java(
                    Installation.paddock().classPathArgument(),
                    List.of("-ea", "-Dio.netty.jfr.enabled=false"),
                    "io.paddock.client.cli.Main");
        }
    },
    /** With the line editor of ours, which is newer than its own and does the same. */
    APACHE {
        @Override
        List<String> command() {
            String editor = String.join(
                    ":",
                    Installation.paddock().classPath().stream()
                            .map(Path::toString)
                            .filter(jar -> jar.contains("/jline-"))
                            .toList());
            return java(
                    Installation.apache().classPathArgument() + ":" + editor,
                    List.of("-Dlogback.configurationFile=" + SILENT),
                    "org.apache.zookeeper.ZooKeeperMain");
        }
    };

    /** What is typed and printed is UTF-8, whatever the locale of the tests. */
    static final String LOCALE = "C.UTF-8";

    private static final Path SILENT = silentLogging();

    abstract List<String> command();

    private static List<String> java(String classPath, List<String> flags, String main) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=UTC"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main));
        return command;
    }

    private static Path silentLogging() {
        try {
            Path file = Files.createTempFile("silent", ".xml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, "<configuration><root level=\"OFF\"/></configuration>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs one call of the shell to its end; the lines are its input. */
    ShellOutcome run(Path folder, List<String> lines, String... arguments) throws IOException {
        Path in = Files.createTempFile(folder, "in", "");
        Files.writeString(in, String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        List<String> command =
                Stream.concat(command().stream(), Stream.of(arguments)).toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("LC_ALL", LOCALE);
        Process process = builder.start();
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                throw new AssertionError("the shell has not ended; so far it said\n" + Files.readString(out));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        return new ShellOutcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
