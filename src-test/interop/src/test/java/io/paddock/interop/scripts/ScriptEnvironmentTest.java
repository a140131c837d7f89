package io.paddock.interop.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.interop.scripts.Installed.Configured;
import io.paddock.testsupport.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts take from their environment, and the words that need no server. */
class ScriptEnvironmentTest {

    private static final String VERSION = "Apache ZooKeeper, version 3.9.5 2026-02-11 20:18 UTC\n";

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
    void theVersionIsTheOneThatApachesProgramPrints() throws Exception {
        Process apache = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        Installation.apache().classPathArgument(),
                        "org.apache.zookeeper.version.VersionInfoMain")
                .start();
        assertThat(new String(apache.getInputStream().readAllBytes())).isEqualTo(VERSION);
        assertThat(apache.waitFor(60, TimeUnit.SECONDS)).isTrue();

        Outcome version = paddock.zkServer("version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).isEqualTo(VERSION);
    }

    @Test
    void theUsageIsNoErrorAsItNeverWas() throws IOException {
        String usage = "Usage: " + paddock.script("zkServer.sh") + " [--config <conf-dir>] "
                + "{start|start-foreground|stop|version|restart|status|print-cmd} [<config file>]\n";
        assertThat(paddock.zkServer()).isEqualTo(new Outcome(0, "", usage));
        assertThat(paddock.zkServer("upgrade")).isEqualTo(new Outcome(0, "", usage));
    }

    @Test
    void theCommandIsPrintedOnOneLineWithAllFlagsInTheirOrder() throws IOException {
        Outcome command = paddock.zkServer(
                Map.of("SERVER_JVMFLAGS", "-Dserver=*", "JVMFLAGS", "-Dboth=2", "CLASSPATH", "/mine.jar"),
                "print-cmd",
                server.file().toString());
        assertThat(command.exitCode()).isZero();
        assertThat(command.err()).isEqualTo(server.preamble());
        assertThat(command.out().lines()).hasSize(1);
        assertThat(command.out())
                .startsWith(System.getProperty("java.home") + "/bin/java -Dzookeeper.log.dir=")
                .contains("-Dzookeeper.log.file=zookeeper-operator-server-")
                .contains(" -XX:+HeapDumpOnOutOfMemoryError -XX:OnOutOfMemoryError=kill\\ -9\\ %p ")
                .contains(":/mine.jar -Xmx64m -Dserver=\\* -Dboth=2 "
                        + "org.apache.zookeeper.server.quorum.QuorumPeerMain " + server.file() + " > ");
    }

    @Test
    void theHeapIsApachesUnlessItIsChosen() throws IOException {
        Outcome command = paddock.zkServer(
                Map.of("ZK_SERVER_HEAP", ""), "print-cmd", server.file().toString());
        assertThat(command.out()).contains(" -Xmx1000m ");
    }

    @Test
    void javaGivesMemoryBackUnlessSomebodyElseHasChosenHowMuch() throws IOException {
        assertThat(paddock.zkServer("print-cmd", server.file().toString()).out())
                .contains(" -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=30 ");
        for (String variable : List.of("SERVER_JVMFLAGS", "JVMFLAGS", "JAVA_TOOL_OPTIONS")) {
            Outcome command = paddock.zkServer(
                    Map.of(variable, "-XX:MinHeapFreeRatio=40"),
                    "print-cmd",
                    server.file().toString());
            assertThat(command.out()).as(variable).doesNotContain("MaxHeapFreeRatio");
        }
    }

    @Test
    void remoteManagementIsAnnouncedAndPassedOn() throws IOException {
        Outcome command = paddock.zkServer(
                Map.of("JMXPORT", "4048", "JMXAUTH", "true", "JMXHOSTNAME", "example.org"),
                "print-cmd",
                server.file().toString());
        assertThat(command.err()).isEqualTo("""
                ZooKeeper JMX enabled by default
                ZooKeeper remote JMX Port set to 4048
                ZooKeeper remote JMX authenticate set to true
                ZooKeeper remote JMX ssl set to false
                ZooKeeper remote JMX log4j set to true
                ZooKeeper remote JMX Hostname set to example.org
                Using config: %s
                """.formatted(server.file()));
        assertThat(command.out())
                .contains(" -Dcom.sun.management.jmxremote.port=4048 ")
                .contains(" -Dcom.sun.management.jmxremote.authenticate=true ")
                .contains(" -Dcom.sun.management.jmxremote.ssl=false ")
                .contains(" -Djava.rmi.server.hostname=example.org ");
    }

    @Test
    void managementCanBeDisabled() throws IOException {
        Outcome command = paddock.zkServer(
                Map.of("JMXDISABLE", "yes", "JMXPORT", "4048"),
                "print-cmd",
                server.file().toString());
        assertThat(command.err()).isEqualTo("JMX disabled by user request\nUsing config: " + server.file() + "\n");
        assertThat(command.out()).doesNotContain("jmx");
    }

    @Test
    void theFilesOfTheConfigurationFolderSetTheEnvironment() throws IOException {
        Path conf = server.file().getParent();
        Files.writeString(conf.resolve("zookeeper-env.sh"), "ZOO_LOG_DIR=/from/env\n");
        Files.writeString(conf.resolve("java.env"), "SERVER_JVMFLAGS=-Dfrom=java.env\n");
        Outcome command = paddock.zkServer(Map.of("ZOOCFGDIR", conf.toString()), "print-cmd");
        assertThat(command.err()).isEqualTo(server.preamble());
        assertThat(command.out()).contains("-Dzookeeper.log.dir=/from/env ").contains(" -Xmx64m -Dfrom=java.env ");
    }

    @Test
    void theScriptsAreFoundThroughSymbolicLinks() throws IOException {
        Path bin = Files.createSymbolicLink(
                paddock.base().resolve("linked bin"), paddock.home().resolve("bin"));
        Path script = Files.createSymbolicLink(paddock.base().resolve("zk"), bin.resolve("zkServer.sh"));
        assertThat(paddock.run(Map.of(), bin.resolve("zkServer.sh"), "version").out())
                .isEqualTo(VERSION);
        assertThat(paddock.run(Map.of(), script, "version").out()).isEqualTo(VERSION);
    }

    @Test
    void withoutAnyJavaTheErrorSaysSo() throws IOException {
        Path tools = Files.createDirectories(paddock.base().resolve("tools"));
        for (String tool : new String[] {"bash", "dirname", "readlink", "env"}) {
            Files.copy(which(tool), tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
        }
        assertThat(paddock.zkServer(Map.of("JAVA_HOME", "", "PATH", tools.toString()), "version"))
                .isEqualTo(new Outcome(1, "", "Error: JAVA_HOME is not set and java could not be found in PATH.\n"));
    }

    @Test
    void missingDirectoriesAreAnErrorForThoseWhoWantThat() throws IOException {
        Map<String, String> strict = Map.of("ZOO_DATADIR_AUTOCREATE_DISABLE", "1");
        String config = server.file().toString();
        assertThat(paddock.zkServer(strict, "start", config))
                .isEqualTo(new Outcome(
                        1,
                        "ZooKeeper data directory is missing at " + server.data() + " fix the path or run initialize\n",
                        server.preamble()));
        assertThat(server.data()).doesNotExist();

        Path logs = paddock.base().resolve("txns");
        Files.writeString(server.file(), Files.readString(server.file()) + "dataLogDir=" + logs + "\n");
        Files.createDirectories(server.data().resolve("version-2"));
        assertThat(paddock.zkServer(strict, "start", config).out())
                .isEqualTo("ZooKeeper txnlog directory is missing at " + logs + " fix the path or run initialize\n");

        Files.createDirectories(logs.resolve("version-2"));
        assertThat(paddock.zkServer(strict, "start", config).out()).isEqualTo("Starting zookeeper ... STARTED\n");
        assertThat(paddock.zkServer(strict, "print-cmd", config).out())
                .contains(" -Dzookeeper.datadir.autocreate=false ");
    }

    private static Path which(String tool) {
        for (String directory : System.getenv("PATH").split(":")) {
            Path file = Path.of(directory, tool);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw new AssertionError("no " + tool + " in PATH");
    }
}
