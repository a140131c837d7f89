package io.paddock.testsupport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server in its own process, ours or Apache's. Owned by the test, which closes it. A restarted server keeps directory
 * and port, so that clients find it again.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final int PORT_TRIES = 5;
    private static final byte[] SRVR = "srvr".getBytes(StandardCharsets.US_ASCII);

    /** Apache never answers a question that it accepted while starting. */
    private static final Duration QUESTION_LIMIT = Duration.ofMillis(500);

    private final ServerSetup setup;
    private Process process;
    private int port;

    ServerProcess(ServerSetup setup) {
        this.setup = setup;
    }

    public Installation installation() {
        return setup.installation();
    }

    /** The client port; on the loopback address, unless its network is another one. */
    public int port() {
        return port;
    }

    public String connectString() {
        return setup.clientHost() + ":" + port;
    }

    /** Asks a plain text command. The whole answer. */
    public String ask(String word) throws IOException {
        return ask(word.getBytes(StandardCharsets.US_ASCII), ANSWER_LIMIT);
    }

    String ask(byte[] word, Duration limit) throws IOException {
        return FourLetterWord.ask(new InetSocketAddress(setup.clientHost(), port), word, limit);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** All that the server has printed, over all its starts in this directory. */
    public String log() throws IOException {
        Path file = logFile();
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Starts the process, the first time on a free port, later on the same one, and returns when it serves. */
    public void start() throws IOException {
        if (isAlive()) {
            throw new IllegalStateException("the server runs already");
        }
        boolean first = port == 0;
        for (int attempt = 1; ; attempt++) {
            if (first) {
                port = FreePorts.one();
            }
            launch();
            if (awaitServing()) {
                return;
            }
            int exitCode = awaitExit();
            boolean portTaken = log().contains("Address already in use") || log().contains("in use");
            if (!portTaken || attempt == PORT_TRIES) {
                throw new IOException(
                        installation().name() + " ended with code " + exitCode + " before it served.\n  Command: "
                                + String.join(" ", setup.commandLine(port)) + "\n" + tail());
            }
        }
    }

    /** Starts on this port instead of a free one. */
    public void usePort(int chosen) {
        port = chosen;
    }

    /** Starts the process and waits for its end, for starts that must fail. */
    public int startAndAwaitExit() throws IOException {
        port = port == 0 ? FreePorts.one() : port;
        launch();
        return awaitExit();
    }

    /** Starts the process on the same port without waiting until it serves, for those who end it before. */
    public void begin() throws IOException {
        port = port == 0 ? FreePorts.one() : port;
        launch();
    }

    /** SIGTERM, then waits for the end. */
    public int stop() throws IOException {
        terminate();
        return awaitExit();
    }

    /** SIGTERM, without waiting. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL, then waits for the end. */
    public int kill() throws IOException {
        process.destroyForcibly();
        return awaitExit();
    }

    /** SIGSTOP: its connections stay, and it does nothing until {@link #goOn}. It can still be killed. */
    public void hang() throws IOException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void goOn() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("SIG" + name + " could not be sent to " + pid());
        }
    }

    public void restart() throws IOException {
        stop();
        start();
    }

    public int awaitExit() throws IOException {
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(installation().name() + ", pid " + pid() + ", has not ended within "
                        + STOP_LIMIT.toSeconds() + " s\n" + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server ends", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (isAlive()) {
            kill();
        }
    }

    private void launch() throws IOException {
        List<String> command = setup.commandLine(port);
        process = new ProcessBuilder(command)
                .directory(setup.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
    }

    /** True when the server says its mode; false when the process has ended. */
    private boolean awaitServing() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive()) {
            try {
                if (ask(SRVR, QUESTION_LIMIT).contains("Mode: ")) {
                    return process.isAlive();
                }
            } catch (IOException notListeningYet) {
                // The next round asks again.
            }
            if (System.nanoTime() - deadline > 0) {
                kill();
                throw new IOException(
                        installation().name() + " does not serve after " + START_LIMIT.toSeconds() + " s\n" + tail());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return false;
    }

    private Path logFile() {
        return setup.directory().resolve("server.out");
    }

    private String tail() throws IOException {
        String log = log();
        return "  Its last words:\n" + log.substring(Math.max(0, log.length() - 4000));
    }
}
