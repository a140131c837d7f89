package io.paddock.interop.scripts;

import static io.paddock.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three servers from one command. */
class ZkEnsembleScriptTest {

    /** From the port of the first client to the last election port. */
    private static final int PORTS = 23;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Installed paddock;

    @BeforeEach
    void install() throws IOException {
        paddock = Installed.below(folder);
    }

    @AfterEach
    void endServers() throws IOException {
        paddock.close();
    }

    @Test
    void threeServersStartTellWhoLeadsGoOnWithoutOneAndStop() throws Exception {
        String port = Integer.toString(freeRange());
        Outcome alone = ensemble("--port", port, "start", "1");
        assertThat(alone.exitCode()).isZero();
        assertThat(alone.out()).contains("It takes two of the three to serve: start another.");

        Outcome all = ensemble("--port", port, "start");
        assertThat(all.exitCode()).isZero();
        assertThat(all.out())
                .contains("already running")
                .doesNotContain("It takes two")
                .doesNotContain("Not serving yet");
        assertThat(ensemble("status").exitCode()).isZero(); // Its start has waited for that.
        eventually(
                LIMIT,
                () -> assertThat(modes())
                        .containsOnlyOnce("Mode: leader")
                        .containsPattern("(?s)Mode: follower.*Mode: follower"));

        eventually(
                LIMIT,
                () -> assertThat(modes())
                        .contains("Quorum: 3 of 3 voters in sync", ": follower, 0 transactions behind")
                        .contains("Mode: follower, Epoch: 1, Leader: ", ", Behind: 0 transactions\n"));

        assertThat(ensemble("status").exitCode()).isZero();
        assertThat(ensemble("stop", "2").out()).isEqualTo("Server 2: Stopping zookeeper ... STOPPED\n");
        eventually(
                LIMIT,
                () -> assertThat(modes()).containsOnlyOnce("Mode: leader").containsOnlyOnce("Mode: follower"));

        Outcome withoutOne = ensemble("status");
        assertThat(withoutOne.exitCode()).isEqualTo(1);
        assertThat(withoutOne.out())
                .containsPattern(
                        "Server 2: Error contacting service. It is probably not running. .*Connection refused.*\n");
        assertThat(ensemble("status", "1", "3").exitCode()).isZero();

        assertThat(ensemble("stop").exitCode()).isZero();
        assertThat(ensemble("status").exitCode()).isEqualTo(1);
        assertThat(modes()).doesNotContain("Mode:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "begin", "--port x start", "start 4"})
    void whatItDoesNotKnowIsRefusedWithASentence(String arguments) throws IOException {
        Outcome outcome = ensemble(arguments.split(" "));
        assertThat(outcome.exitCode()).isPositive();
        assertThat(outcome.err()).containsPattern("Usage|Error: ");
    }

    private String modes() throws IOException {
        return ensemble("status").out();
    }

    private Outcome ensemble(String... arguments) throws IOException {
        return paddock.run(Map.of(), paddock.script("zkEnsemble.sh"), arguments);
    }

    /** Not among the ports that the system gives to connections. */
    private static int freeRange() throws IOException {
        Random random = new Random();
        while (true) {
            int first = 11_000 + random.nextInt(20_000);
            boolean free = true;
            for (int port = first; port < first + PORTS && free; port++) {
                free = isFree(port);
            }
            if (free) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (java.net.BindException taken) {
            return false;
        }
    }
}
