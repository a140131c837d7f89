package io.paddock.interop.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.interop.scripts.Installed.Configured;
import io.paddock.testsupport.FourLetterWord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails says so, with the reason, and leaves nothing that claims a server. */
class FailedStartTest {

    private static final String FAILED = "Starting zookeeper ... FAILED TO START\n";

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
    void allMistakesOfAConfigurationAreShown() throws IOException {
        Files.writeString(server.file(), Files.readString(server.file()) + "tickTime=soon\nmaxClientCnxns=many\n");
        Outcome start = start();
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.out()).isEqualTo(FAILED);
        assertThat(start.err())
                .startsWith(server.preamble())
                .contains("zoo.cfg:6: For input string: \"soon\"")
                .contains("zoo.cfg:7: For input string: \"many\"")
                .contains("Invalid config, exiting abnormally\n")
                .contains("The server ended with exit code 2. All that it said is in "
                        + paddock.outFile(paddock.home().resolve("logs")) + "\n");
        assertThat(server.pidFile()).doesNotExist();
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(server.port(), 1, InetAddress.getByName("127.0.0.1"))) {
            Outcome start = start();
            assertThat(start.exitCode()).isEqualTo(1);
            assertThat(start.out()).isEqualTo(FAILED);
            assertThat(start.err())
                    .contains("Address already in use")
                    .contains("127.0.0.1:" + other.getLocalPort())
                    .contains("exit code 1.");
        }
    }

    @Test
    void aDataDirectoryInUseIsNamedWithTheProcessThatUsesIt() throws IOException {
        assertThat(start().exitCode()).isZero();
        Configured other = paddock.configured("other", "dataDir=" + server.data());
        Outcome start = paddock.zkServer(
                Map.of("ZOOPIDFILE", paddock.base().resolve("other.pid").toString()),
                "start",
                other.file().toString());
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.out()).isEqualTo(FAILED);
        assertThat(start.err())
                .contains("is in use by another server (process " + server.pid() + ")")
                .contains("exit code 3.");
        assertThat(FourLetterWord.ask(server.port(), "srvr")).contains("Mode: standalone");
    }

    @Test
    void aDataDirectoryThatCannotBeUsedIsNamed() throws IOException {
        Files.createDirectories(server.data());
        Files.createFile(server.data().resolve("version-2"));
        Outcome start = start();
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.out()).isEqualTo(FAILED);
        assertThat(start.err())
                .contains(server.data().resolve("version-2").toString())
                .contains("Unable to access datadir, exiting abnormally\n")
                .contains("exit code 3.");
    }

    @Test
    void aDataDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Files.createFile(server.data());
        Outcome start = start();
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.out()).isEqualTo("Starting zookeeper ... FAILED TO WRITE PID\n");
        assertThat(start.err()).contains(server.data().toString());
    }

    @Test
    void aPidFileThatCannotBeWrittenKeepsTheServerFromStarting() throws IOException {
        Path pidFile = paddock.base().resolve("missing/zookeeper.pid");
        Outcome start = paddock.zkServer(Map.of("ZOOPIDFILE", pidFile.toString()), "start", file());
        assertThat(start)
                .isEqualTo(new Outcome(
                        1,
                        "Starting zookeeper ... FAILED TO WRITE PID\n",
                        server.preamble() + pidFile
                                + " cannot be written: change the permissions of its folder, or set ZOOPIDFILE.\n"));
        assertThat(server.data().resolve("version-2")).doesNotExist();
    }

    @Test
    void aLogDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path logs = Files.createFile(paddock.base().resolve("file")).resolve("logs");
        Outcome start = paddock.zkServer(Map.of("ZOO_LOG_DIR", logs.toString()), "start", file());
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.out()).isEqualTo("Starting zookeeper ... SERVER DID NOT START\n");
        assertThat(start.err()).contains(logs.getParent().toString());
    }

    @Test
    void aVirtualMachineThatRefusesItsOptionsIsQuoted() throws IOException {
        Outcome start = paddock.zkServer(Map.of("SERVER_JVMFLAGS", "-XX:+NoSuchThing"), "start", file());
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.out()).isEqualTo(FAILED);
        assertThat(start.err()).contains("NoSuchThing");
    }

    @Test
    void anOldJavaIsNamedAsTheReason() throws IOException {
        Path java = paddock.base().resolve("old/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, """
                #!/bin/sh
                echo "Error: LinkageError occurred while loading main class" >&2
                echo "  java.lang.UnsupportedClassVersionError: class file version 61.0" >&2
                exit 1
                """);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Outcome start = paddock.zkServer(
                Map.of("JAVA_HOME", paddock.base().resolve("old").toString()), "start", file());
        assertThat(start.out()).isEqualTo(FAILED);
        assertThat(start.err()).contains("Paddock needs Java 17 or newer, and " + java + " is older.");
    }

    @Test
    void aConfigurationThatIsNotThereStopsEveryActionAndLeavesNoTrace() throws IOException {
        for (String action : new String[] {"start", "start-foreground", "stop", "restart", "status", "print-cmd"}) {
            assertThat(paddock.zkServer(action, "nowhere.cfg"))
                    .isEqualTo(new Outcome(1, "", """
                            ZooKeeper JMX enabled by default
                            Using config: %1$s/conf/nowhere.cfg
                            Error: the configuration file %1$s/conf/nowhere.cfg does not exist or cannot be read.
                            """.formatted(paddock.home())));
        }
        assertThat(paddock.zkServer("--config", "/nowhere", "start").err())
                .endsWith("Error: the configuration file /nowhere/zoo.cfg does not exist or cannot be read.\n");
        assertThat(paddock.home().resolve("logs")).doesNotExist();
        assertThat(paddock.home().resolve("data")).doesNotExist();
    }

    @Test
    void theForegroundEndsWithTheCodeOfTheServer() throws IOException {
        Files.writeString(server.file(), "clientPort=many\n");
        Outcome end = paddock.zkServer("start-foreground", file());
        assertThat(end.exitCode()).isEqualTo(2);
        assertThat(end.err()).isEqualTo(server.preamble() + "Invalid config, exiting abnormally\n");
        assertThat(end.out()).contains("zoo.cfg:1: For input string: \"many\"").contains("dataDir is not set");
        assertThat(paddock.zkServer(Map.of("ZOO_NOEXEC", "yes"), "start-foreground", file())
                        .exitCode())
                .isEqualTo(2);
    }

    private Outcome start() throws IOException {
        return paddock.zkServer("start", file());
    }

    private String file() {
        return server.file().toString();
    }
}
