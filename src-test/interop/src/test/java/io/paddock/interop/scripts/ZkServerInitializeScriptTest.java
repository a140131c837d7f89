package io.paddock.interop.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.interop.scripts.Installed.Configured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code zkServer-initialize.sh}: empty directories, made on purpose. */
class ZkServerInitializeScriptTest {

    @TempDir
    private Path folder;

    private Installed paddock;
    private Configured server;
    private Path logs;

    @BeforeEach
    void install() throws IOException {
        paddock = Installed.below(folder);
        logs = folder.toRealPath().resolve("txns");
        server = paddock.configured("one", "dataLogDir=" + logs);
    }

    @AfterEach
    void endServers() throws IOException {
        paddock.close();
    }

    @Test
    void theDirectoriesAreMadeAndMarked() throws IOException {
        assertThat(initialize("--configfile=" + server.file(), "--myid=3"))
                .isEqualTo(new Outcome(0, "Using myid of 3\n", ""));
        assertThat(server.data().resolve("version-2")).isEmptyDirectory();
        assertThat(logs.resolve("version-2")).isEmptyDirectory();
        assertThat(server.data().resolve("myid")).hasContent("3").hasSize(2);
        assertThat(server.data().resolve("initialize")).isEmptyFile();
    }

    @Test
    void aServerStartsFromThem() throws IOException {
        assertThat(initialize("--configfile", server.file().toString()))
                .isEqualTo(new Outcome(
                        0,
                        "No myid provided, be sure to specify it in " + server.data()
                                + "/myid if using non-standalone\n",
                        ""));
        assertThat(paddock.zkServer(
                                Map.of("ZOO_DATADIR_AUTOCREATE_DISABLE", "1"),
                                "start",
                                server.file().toString())
                        .out())
                .isEqualTo("Starting zookeeper ... STARTED\n");
    }

    @Test
    void whatIsThereIsKeptUnlessForced() throws IOException {
        Path kept = Files.createDirectories(server.data().resolve("version-2")).resolve("snapshot.1");
        Files.createFile(kept);
        Files.writeString(server.data().resolve("myid"), "1\n");
        assertThat(initialize("--configfile=" + server.file()))
                .isEqualTo(new Outcome(
                        1,
                        "ZooKeeper data directory already exists at " + server.data()
                                + " (or use --force to force re-initialization)\n",
                        ""));
        assertThat(kept).exists();

        assertThat(initialize("--force", "--configfile=" + server.file(), "--myid", "2"))
                .isEqualTo(new Outcome(
                        0, "Force enabled, data/txnlog directories will be re-initialized\nUsing myid of 2\n", ""));
        assertThat(server.data().resolve("version-2")).isEmptyDirectory();
        assertThat(server.data().resolve("myid")).hasContent("2");
    }

    @Test
    void transactionsAloneAreKeptToo() throws IOException {
        Files.createDirectories(logs.resolve("version-2"));
        assertThat(initialize("--configfile=" + server.file()).out())
                .isEqualTo("ZooKeeper txnlog directory already exists at " + logs
                        + " (or use --force to force re-initialization)\n");
    }

    @Test
    void theDataOfARunningServerIsNotRemovedByForce() throws IOException {
        paddock.zkServer("start", server.file().toString());
        Outcome forced = initialize("--force", "--configfile=" + server.file());
        assertThat(forced.exitCode()).isEqualTo(1);
        assertThat(forced.out()).contains("process " + server.pid());
        assertThat(server.data().resolve("version-2")).isNotEmptyDirectory();
    }

    @Test
    void mistakesAreSaid() throws IOException {
        assertThat(initialize("--configfile=/nowhere"))
                .isEqualTo(new Outcome(1, "Unable to find config file at /nowhere\n", ""));
        Files.writeString(server.file(), "clientPort=1\n");
        assertThat(initialize("--configfile=" + server.file()))
                .isEqualTo(new Outcome(1, "Unable to determine dataDir from " + server.file() + "\n", ""));
        Outcome unknown = initialize("--what");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.out())
                .startsWith("Unknown option: --what\nusage: " + paddock.script("zkServer-initialize.sh")
                        + " <parameters>\n  Optional parameters:\n     -h ");
        Outcome help = paddock.run(Map.of("ZOOCFGDIR", "/etc/zk"), paddock.script("zkServer-initialize.sh"), "--help");
        assertThat(help.exitCode()).isEqualTo(1);
        assertThat(help.out().lines())
                .hasSize(7)
                .contains("     --configfile=/etc/zk/zoo.cfg                          ZooKeeper config file");
    }

    private Outcome initialize(String... arguments) throws IOException {
        return paddock.run(Map.of(), paddock.script("zkServer-initialize.sh"), arguments);
    }
}
