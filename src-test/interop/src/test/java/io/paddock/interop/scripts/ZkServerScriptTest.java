package io.paddock.interop.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.interop.scripts.Installed.Configured;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.FourLetterWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code zkServer.sh} where all goes well: start, status, restart, stop. */
class ZkServerScriptTest {

    @TempDir
    private Path folder;

    private Installed paddock;
    private Configured server;

    @BeforeEach
    void install() throws IOException {
        paddock = Installed.below(folder);
        server = paddock.configured("one");
    }

    @AfterEach
    void endServers() throws IOException {
        paddock.close();
    }

    @Test
    void aServerIsStartedAskedAndStopped() throws IOException {
        String config = server.file().toString();
        assertThat(paddock.zkServer("start", config))
                .isEqualTo(new Outcome(0, "Starting zookeeper ... STARTED\n", server.preamble()));
        // It serves at once: that is what STARTED means.
        assertThat(FourLetterWord.ask(server.port(), "srvr")).contains("Mode: standalone");
        assertThat(commandLine(server.pid()))
                .contains(" org.apache.zookeeper.server.quorum.QuorumPeerMain " + config)
                .contains(" -Xmx64m ");

        assertThat(paddock.zkServer("status", config))
                .isEqualTo(new Outcome(0, """
                Client port found: %d. Client address: 127.0.0.1. Client SSL: false.
                Mode: standalone
                """.formatted(server.port()), server.preamble()));

        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        assertThat(paddock.zkServer("stop", config))
                .isEqualTo(new Outcome(0, "Stopping zookeeper ... STOPPED\n", server.preamble()));
        // It has ended; that its parent has noticed may take a moment.
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(server.pidFile()).doesNotExist();

        Outcome status = paddock.zkServer("status", config);
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).isEqualTo("""
                Client port found: %d. Client address: 127.0.0.1. Client SSL: false.
                Error contacting service. It is probably not running.
                """.formatted(server.port()));
    }

    @Test
    void aSecondStartSaysThatTheServerRuns() throws IOException {
        paddock.zkServer("start", server.file().toString());
        assertThat(paddock.zkServer("start", server.file().toString()))
                .isEqualTo(new Outcome(
                        1,
                        "Starting zookeeper ... already running as process " + server.pid() + ".\n",
                        server.preamble()));
    }

    @Test
    void aRestartKeepsTheConfigurationFolderThatItWasGiven() throws IOException {
        String conf = server.file().getParent().toString();
        assertThat(paddock.zkServer("--config", conf, "start").exitCode()).isZero();
        long before = server.pid();
        assertThat(paddock.zkServer("--config", conf, "restart"))
                .isEqualTo(new Outcome(
                        0, "Stopping zookeeper ... STOPPED\nStarting zookeeper ... STARTED\n", server.preamble()));
        assertThat(server.pid()).isNotEqualTo(before);
        assertThat(FourLetterWord.ask(server.port(), "srvr")).contains("Mode: standalone");
    }

    @Test
    void aRestartWithoutAServerStartsOne() throws IOException {
        assertThat(paddock.zkServer("restart", server.file().toString()).out())
                .isEqualTo("Stopping zookeeper ... no zookeeper to stop (could not find file " + server.pidFile()
                        + ")\nStarting zookeeper ... STARTED\n");
    }

    @Test
    void aStopWithoutAServerIsNoError() throws IOException {
        assertThat(paddock.zkServer("stop", server.file().toString()))
                .isEqualTo(new Outcome(
                        0,
                        "Stopping zookeeper ... no zookeeper to stop (could not find file " + server.pidFile() + ")\n",
                        server.preamble()));
    }

    @Test
    void aStopAfterACrashSaysThatTheProcessIsGone() throws IOException {
        paddock.zkServer("start", server.file().toString());
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        Outcome stop = paddock.zkServer("stop", server.file().toString());
        assertThat(stop.exitCode()).isZero();
        assertThat(stop.out()).isEqualTo("Stopping zookeeper ... STOPPED\n");
        assertThat(stop.err()).contains("Process '" + process.pid() + "'").contains("is gone");
        assertThat(server.pidFile()).doesNotExist();
    }

    @Test
    void aNumberThatAnotherProgramGotNeitherBlocksTheStartNorIsKilledByTheStop() throws IOException {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.createDirectories(server.data());
            Files.writeString(server.pidFile(), Long.toString(stranger.pid()));
            assertThat(paddock.zkServer("stop", server.file().toString()).out())
                    .isEqualTo("Stopping zookeeper ... STOPPED\n");
            assertThat(stranger.isAlive()).isTrue();

            Files.writeString(server.pidFile(), Long.toString(stranger.pid()));
            assertThat(paddock.zkServer("start", server.file().toString()).out())
                    .isEqualTo("Starting zookeeper ... STARTED\n");
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aNumberThatAnotherServerGotIsLeftAlone() throws IOException {
        Configured other = paddock.configured("other");
        paddock.zkServer(logsIn("other logs"), "start", other.file().toString());
        Files.createDirectories(server.data());
        Files.writeString(server.pidFile(), Long.toString(other.pid()));

        assertThat(paddock.zkServer("stop", server.file().toString()).out())
                .isEqualTo("Stopping zookeeper ... STOPPED\n");
        assertThat(FourLetterWord.ask(other.port(), "srvr")).contains("Mode: standalone");
    }

    @Test
    void questionsWriteNothing() throws IOException {
        for (String action : new String[] {"status", "stop", "version", "print-cmd"}) {
            paddock.zkServer(action, server.file().toString());
        }
        assertThat(server.data()).doesNotExist();
        assertThat(paddock.home().resolve("logs")).doesNotExist();
    }

    @Test
    void theOutputOfTheStartBeforeIsKept() throws IOException {
        Map<String, String> logs = logsIn("my logs");
        paddock.zkServer(logs, "start", server.file().toString());
        Path out = paddock.outFile(paddock.base().resolve("my logs"));
        assertThat(out).content().contains("Serving on port " + server.port());
        String first = Files.readString(out);
        paddock.zkServer(logs, "restart", server.file().toString());
        assertThat(out.resolveSibling(out.getFileName() + ".1"))
                .content()
                .startsWith(first)
                .contains("Stopped");
        assertThat(out).content().startsWith("20").contains("Serving on port").doesNotContain("Stopped");
        try (var files = Files.list(paddock.base().resolve("my logs"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aServerThatTakesTooLongIsLeftAliveAndSaidToBeSlow() throws IOException {
        Map<String, String> environment = Map.of(
                "ZOO_START_WAIT",
                "0",
                "ZOO_LOG_DIR",
                paddock.base().resolve("my logs").toString());
        Outcome start = paddock.zkServer(environment, "start", server.file().toString());
        assertThat(start.exitCode()).isZero();
        assertThat(start.out()).isEqualTo("Starting zookeeper ... STARTED\n");
        assertThat(start.err())
                .contains("Process " + server.pid() + " runs but does not serve after 0 s; loading a large database");
        Eventually.eventually(
                Duration.ofSeconds(60),
                () -> assertThat(FourLetterWord.ask(server.port(), "srvr")).contains("Mode: standalone"));
        try (var files = Files.list(paddock.base().resolve("my logs"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aLogThatGoesToAFileLandsBesideTheOutputAndDoesNotDelayTheStart() throws IOException {
        logToAFile();
        Map<String, String> environment = Map.of("ZOO_LOG_FILE", "mine.log");
        String conf = server.file().getParent().toString();
        assertThat(paddock.zkServer(environment, "--config", conf, "start").out())
                .isEqualTo("Starting zookeeper ... STARTED\n");
        Path logs = paddock.home().resolve("logs");
        assertThat(logs.resolve("mine.log")).content().contains("Serving on port " + server.port());
        assertThat(paddock.outFile(logs)).content().doesNotContain("Serving on port");
        paddock.zkServer("--config", conf, "stop");

        Files.writeString(server.file(), Files.readString(server.file()) + "tickTime=soon\n");
        Outcome failed = paddock.zkServer(environment, "--config", conf, "start");
        assertThat(failed.out()).isEqualTo("Starting zookeeper ... FAILED TO START\n");
        assertThat(failed.err())
                .contains("zoo.cfg:6: For input string: \"soon\"")
                .contains(logs + "/mine.log\n");
    }

    /** Takes the file appender of the shipped logback.xml out of its comment, as the comment says. */
    private void logToAFile() throws IOException {
        String shipped = Files.readString(paddock.home().resolve("conf/logback.xml"));
        int begin = shipped.indexOf("<!-- To keep the log in files");
        int end = shipped.indexOf("-->", begin);
        String appender = shipped.substring(shipped.indexOf("<appender", begin), end);
        Files.writeString(
                server.file().resolveSibling("logback.xml"),
                shipped.substring(0, begin)
                        + appender
                        + shipped.substring(end + 3).replace("ref=\"CONSOLE\"", "ref=\"ROLLINGFILE\""));
    }

    @Test
    void theForegroundShowsTheLogAndEndsAsTheServerEnds() throws Exception {
        Path shown = paddock.base().resolve("shown");
        Process process = paddock.process(
                        Map.of(),
                        paddock.script("zkServer.sh"),
                        "start-foreground",
                        server.file().toString())
                .redirectErrorStream(true)
                .redirectOutput(shown.toFile())
                .start();
        try {
            Eventually.eventually(
                    Duration.ofSeconds(60),
                    () -> assertThat(FourLetterWord.ask(server.port(), "srvr")).contains("Mode: standalone"));
            // The shell has become the server, so that a signal for one reaches the other.
            assertThat(commandLine(process.pid())).contains("QuorumPeerMain");
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(shown).content().startsWith(server.preamble()).contains("Serving on port " + server.port());
        } finally {
            process.destroyForcibly();
        }
    }

    private Map<String, String> logsIn(String name) {
        return Map.of("ZOO_LOG_DIR", paddock.base().resolve(name).toString());
    }

    private static String commandLine(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .orElse("");
    }
}
