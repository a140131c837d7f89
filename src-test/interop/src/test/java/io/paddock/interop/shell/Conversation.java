package io.paddock.interop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A shell that is being typed to: through a pipe, or on a pseudo-terminal that the program {@code script} makes. What it prints is
 * seen as text, without what moves a cursor. Standard output and standard error are one stream, as on a screen.
 *
 * <p>Owned by the test, which closes it.
 */
final class Conversation implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Of signal 2 in a mask. */
    private static final long SIGINT_BIT = 2;

    private final Process process;
    private final OutputStream keyboard;
    private final String enter;

    /** Filled by a thread of its own; guarded by itself. */
    private final StringBuilder screen = new StringBuilder();

    private int read;

    private Conversation(Process process, String enter) {
        this.process = process;
        this.keyboard = process.getOutputStream();
        this.enter = enter;
        Thread reader = new Thread(this::readAll, "shell-output");
        reader.setDaemon(true);
        reader.start();
    }

    static boolean hasTerminals() {
        try {
            Process probe = new ProcessBuilder("script", "--version").start();
            return probe.waitFor() == 0
                    && new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("util-linux");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** False where processes inherit that SIGINT is ignored. */
    static boolean canInterrupt() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return true;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .allMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) == 0);
    }

    /** Opens our shell. */
    static Conversation open(boolean onTerminal, String server) throws IOException {
        return onTerminal ? openOn(60, server, "") : start(List.of("bash", "-c", "exec " + shell(server)), "\n");
    }

    /** Opens our shell on a terminal of so many rows; the words come behind, as another shell reads them. */
    static Conversation openOn(int rows, String server, String words) throws IOException {
        // With exec: another shell that is still there would die of the Ctrl-C that this one survives, and some do not
        // step aside.
        String command = "stty cols 160 rows " + rows + "; exec " + shell(server) + " " + words;
        return start(List.of("script", "-qfec", command, "/dev/null"), "\r");
    }

    private static String shell(String server) {
        return ShellKind.PADDOCK.command().stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "))
                + " -server " + server;
    }

    private static Conversation start(List<String> command, String enter) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("TERM", "xterm", "ZKCLI_HISTORY", "", "NO_COLOR", "1", "LC_ALL", ShellKind.LOCALE));
        return new Conversation(builder.start(), enter);
    }

    private void readAll() {
        byte[] part = new byte[4096];
        try (InputStream in = process.getInputStream()) {
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                String text = new String(part, 0, length, StandardCharsets.UTF_8);
                synchronized (screen) {
                    screen.append(text);
                }
            }
        } catch (IOException e) {
            // The shell was ended by force: what it has said is there.
        }
    }

    /** All that was printed so far. */
    String screen() {
        synchronized (screen) {
            return screen.toString().replaceAll("\u001b\\[[?0-9;]*[a-zA-Z]|\u001b[=>]|\r", "");
        }
    }

    void type(String line) throws IOException {
        press(line + enter);
    }

    void press(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Waits until this text comes behind what was awaited before, and gives what came between. */
    String await(String text) {
        return Eventually.eventually(LIMIT, () -> {
            String now = screen();
            int at = now.indexOf(text, read);
            assertThat(at)
                    .as("\"%s\" in what came since:%n%s", text, now.substring(Math.min(read, now.length())))
                    .isNotNegative();
            String between = now.substring(read, at);
            read = at + text.length();
            return between;
        });
    }

    /** What is on the screen behind what was awaited. */
    String sinceThen() {
        return screen().substring(read);
    }

    int awaitExit() throws IOException {
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("the shell ends; it said%n%s", screen())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    void endInput() throws IOException {
        keyboard.close();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
