package io.paddock.interop.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.Installation;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises to somebody who unpacks the archive and types its commands. */
class ReadmeTest {

    /** The port that the README names. Nobody can choose another for a server without a configuration. */
    private static final int PORT = 2181;

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
    void itsCommandsStartAskAndStopAServerWithoutAConfiguration() throws IOException {
        List<String> commands = commandsOf(Installation.repository().resolve("README.md"));
        assertThat(commands)
                .containsExactly(
                        "bin/zkServer.sh start",
                        "bin/zkServer.sh status",
                        "bin/zkServer.sh stop",
                        "bin/zkCli.sh",
                        "bin/zkCli.sh ls -R /",
                        // ZkEnsembleScriptTest types these.
                        "bin/zkEnsemble.sh start",
                        "bin/zkEnsemble.sh status",
                        "bin/zkEnsemble.sh stop");
        assumeTrue(portIsFree(), "port " + PORT + " is in use on this machine");

        Outcome start = type(commands.get(0));
        assertThat(start).isEqualTo(new Outcome(0, "Starting zookeeper ... STARTED\n", """
                ZooKeeper JMX enabled by default
                Using config: built-in defaults, because there is no %1$s/conf/zoo.cfg
                Data is in %1$s/data, clients connect to port 2181. To configure: copy zoo_sample.cfg to zoo.cfg in %1$s/conf and edit it.
                """.formatted(paddock.home())));
        assertThat(FourLetterWord.ask(PORT, "srvr")).contains("Mode: standalone");
        assertThat(paddock.home().resolve("data/version-2")).isNotEmptyDirectory();
        assertThat(paddock.outFile(paddock.home().resolve("logs"))).content().contains("Serving on port 2181");

        Outcome status = type(commands.get(1));
        assertThat(status.exitCode()).isZero();
        assertThat(status.out())
                .isEqualTo(
                        "Client port found: 2181. Client address: localhost. Client SSL: false.\nMode: standalone\n");

        Outcome shell = type(commands.get(3));
        assertThat(shell.exitCode()).isZero();
        assertThat(shell.out()).contains("[zk: localhost:2181(CONNECTED) 0] ");
        Outcome list = type(commands.get(4));
        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).endsWith("\n/\n/zookeeper\n/zookeeper/config\n/zookeeper/quota\n");

        Outcome stop = type(commands.get(2));
        assertThat(stop.exitCode()).isZero();
        assertThat(stop.out()).isEqualTo("Stopping zookeeper ... STOPPED\n");
    }

    @Test
    void aServerWithoutAConfigurationIsStoppedAlsoAfterOneWasWritten() throws IOException {
        assumeTrue(portIsFree(), "port " + PORT + " is in use on this machine");
        assertThat(paddock.zkServer("start").exitCode()).isZero();
        Files.writeString(
                paddock.home().resolve("conf/zoo.cfg"),
                "dataDir=" + paddock.base().resolve("new") + "\nclientPort=" + PORT + "\n");
        assertThat(paddock.zkServer("restart").out())
                .isEqualTo("Stopping zookeeper ... STOPPED\nStarting zookeeper ... STARTED\n");
        assertThat(paddock.base().resolve("new/version-2")).isNotEmptyDirectory();
    }

    @Test
    void theDistributionHasTheFoldersThatTheDocumentsName() {
        assertThat(paddock.home().resolve("bin")).isDirectoryContaining("glob:**/zkServer.sh");
        assertThat(paddock.home().resolve("conf/zoo_sample.cfg")).isRegularFile();
        assertThat(paddock.home().resolve("conf/logback.xml")).isRegularFile();
        assertThat(paddock.home().resolve("conf/zoo.cfg")).doesNotExist();
        assertThat(paddock.home().resolve("docs/operations/install.md")).isRegularFile();
        assertThat(paddock.home().resolve("lib")).isDirectoryContaining("glob:**/paddock-server-*.jar");
        for (String script :
                new String[] {"zkCli.sh", "zkEnsemble.sh", "zkServer.sh", "zkCleanup.sh", "zkServer-initialize.sh"}) {
            assertThat(paddock.script(script)).isExecutable();
        }
    }

    /** As somebody types it, in the folder of the distribution. */
    private Outcome type(String command) throws IOException {
        String[] words = command.split(" ");
        return paddock.run(
                Map.of(),
                paddock.home().resolve(words[0]),
                List.of(words).subList(1, words.length).toArray(String[]::new));
    }

    private static List<String> commandsOf(Path readme) throws IOException {
        return Pattern.compile("^bin/(zkServer|zkCli).*$", Pattern.MULTILINE)
                .matcher(Files.readString(readme))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static boolean portIsFree() {
        try (ServerSocket probe = new ServerSocket(PORT)) {
            return probe.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
