package io.paddock.interop.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code zkCli.sh} of the packed distribution (specification, cli 1). */
class ZkCliScriptTest {

    @TempDir
    private Path folder;

    private Installed paddock;
    private ServerProcess server;

    @BeforeEach
    void install() throws IOException {
        paddock = Installed.below(folder, "paddock");
        server =
                ServerSetup.of(Installation.paddock(), folder.resolve("server")).start();
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        paddock.close();
    }

    @Test
    void oneCommandRunsAndItsCodeIsTheScripts() throws IOException {
        assertThat(shell("create", "/a", "two words").err()).isEqualTo("Created /a\n");
        Outcome get = shell("get", "/a");
        assertThat(get.exitCode()).isZero();
        assertThat(get.out())
                .startsWith("Connecting to " + server.connectString() + "\n")
                .endsWith("\ntwo words\n");
        assertThat(get.err()).isEmpty();
        assertThat(shell("get", "/nope")).isEqualTo(new Outcome(1, events(), "Node does not exist: /nope\n"));
        assertThat(shell("nosuch").exitCode()).isEqualTo(127);
        assertThat(shell("help").exitCode()).isZero();
        assertThat(shell("help", "create").exitCode()).isZero();
    }

    @Test
    void resultsOnlyAreEasyToParse() throws IOException {
        assertThat(shell("-q", "create", "/a", "x")).isEqualTo(new Outcome(0, "/a\n", ""));
        assertThat(shell("-q", "get", "/a")).isEqualTo(new Outcome(0, "x\n", ""));
        assertThat(shell("ls", "--json", "/")).isEqualTo(new Outcome(0, """
                {"path":"/","children":["a","zookeeper"]}
                """, ""));
    }

    @Test
    void whatCannotWorkIsToldInOneLineWithItsCode() throws IOException {
        assertThat(run("-server", "127.0.0.1:1", "-timeout", "300", "-waitforconnection", "ls", "/"))
                .isEqualTo(new Outcome(
                        1, "Connecting to 127.0.0.1:1\n", "Unable to connect to 127.0.0.1:1 within 300 ms\n"));
        Outcome number = run("-timeout", "abc");
        assertThat(number.exitCode()).isEqualTo(1);
        assertThat(number.err()).hasLineCount(1).contains("For input string: \"abc\"");
        Outcome port = run("-server", "localhost:99999", "ls", "/");
        assertThat(port.exitCode()).isEqualTo(1);
        assertThat(port.err()).hasLineCount(1).contains("99999");
        Outcome file = run("-client-configuration", "/nope", "ls", "/");
        assertThat(file.exitCode()).isEqualTo(2);
        assertThat(file.err()).hasLineCount(1).contains("/nope file is missing");
        Outcome lost = run("-server", "127.0.0.1:1", "-timeout", "300", "ls", "/");
        assertThat(lost.exitCode()).isEqualTo(1);
        assertThat(lost.err())
                .startsWith("KeeperErrorCode = ConnectionLoss for /\n")
                .contains("127.0.0.1:1");
    }

    @Test
    void unknownOptionsAreToldAndHelpIsHelp() throws IOException {
        Outcome unknown = shell("-bogus", "ls", "/");
        assertThat(unknown.exitCode()).isZero();
        assertThat(unknown.out()).endsWith("[zookeeper]\n");
        assertThat(unknown.err()).contains("-bogus");
        assertThat(run("--help").out()).startsWith("Usage: zkCli.sh ").contains("-waitforconnection");
    }

    @Test
    void theLogIsThereForWhoAsks() throws IOException {
        assertThat(shell("-v", "ls", "/").err()).contains(" - INFO ").contains("Connected to ");
    }

    @Test
    void theLogMayGoToAFile() throws IOException {
        Path log = folder.resolve("shell.log");
        assertThat(shell("-q", "--log", log.toString(), "ls", "/")).isEqualTo(new Outcome(0, "[zookeeper]\n", ""));
        assertThat(log).content().contains(" - INFO ").contains("Connected to ");
        Outcome nowhere = shell("--log", "/nope/shell.log", "ls", "/");
        assertThat(nowhere.exitCode()).isEqualTo(1);
        assertThat(nowhere.err()).isEqualTo("The log cannot be written to /nope/shell.log: there is no such folder.\n");
    }

    @Test
    void theFirstCallLeavesAnArchiveOfClassesForTheNext() throws IOException {
        Map<String, String> archive = Map.of("ZOO_CLASS_ARCHIVE", "on");
        Path lib = paddock.home().resolve("lib");
        Path script = paddock.script("zkCli.sh");
        assertThat(paddock.run(archive, script, "-server", server.connectString(), "ls", "/")
                        .exitCode())
                .isZero();
        Eventually.eventually(Duration.ofSeconds(120), () -> {
            try (Stream<Path> files = Files.list(lib)) {
                List<String> made = files.map(file -> file.getFileName().toString())
                        .filter(name -> name.startsWith("shell_"))
                        .toList();
                assertThat(made).singleElement().asString().endsWith(".jsa");
            }
        });
        Path report = folder.resolve("classes");
        Map<String, String> watched =
                Map.of("ZOO_CLASS_ARCHIVE", "on", "CLIENT_JVMFLAGS", "-Xlog:class+load:file=" + report);
        assertThat(paddock.run(watched, script, "-server", server.connectString(), "ls", "/")
                        .exitCode())
                .isZero();
        try (Stream<String> lines = Files.lines(report)) {
            assertThat(lines.filter(line -> line.contains(" io.paddock.client.cli.shell.Shell ")))
                    .singleElement()
                    .asString()
                    .endsWith("shared objects file (top)");
        }
    }

    private String events() {
        return "Connecting to " + server.connectString()
                + "\n\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null zxid: -1\n";
    }

    private Outcome shell(String... arguments) throws IOException {
        return run(Stream.concat(Stream.of("-server", server.connectString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private Outcome run(String... arguments) throws IOException {
        return paddock.run(Map.of(), paddock.script("zkCli.sh"), arguments);
    }
}
