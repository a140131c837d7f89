package io.paddock.interop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs read: results and errors as JSON, one value per line. */
class JsonTest {

    @TempDir
    private Path folder;

    private ServerProcess server;

    @BeforeEach
    void startServer() throws IOException {
        server =
                ServerSetup.of(Installation.paddock(), folder.resolve("server")).start();
    }

    @AfterEach
    void endServer() throws IOException {
        server.close();
    }

    @Test
    void everyCommandThatPrintsSomethingPrintsJson() throws IOException {
        Path file = folder.resolve("a.jsonl");
        ShellOutcome outcome = run(
                "create /a x",
                "create /a/b",
                "get /a",
                "set -s /a y",
                "ls /",
                "ls -s /",
                "ls -R /a",
                "ls -l /a",
                "ls -? /a",
                "stat /a",
                "getAcl -s /a",
                "setAcl -R /a world:anyone:cdrwa",
                "whoami",
                "version",
                "history",
                "sync /",
                "printwatches",
                "getEphemerals",
                "getAllChildrenNumber /",
                "config",
                "config -c",
                "setquota -n 1 /a",
                "listquota /a",
                "delquota /a",
                "delquota /a",
                "listquota /a",
                "status",
                "tree /a",
                "du /a",
                "find /a",
                "export --dry-run /a " + file,
                "export /a " + file,
                "import --dry-run " + file + " /b",
                "import " + file + " /b",
                "help",
                "help more",
                "help get",
                "deleteall /a",
                "close",
                "printwatches");
        assertThat(outcome.out().lines()).hasSizeGreaterThan(60).allMatch(JsonTest::isJson);
        assertThat(outcome.err().lines()).allMatch(JsonTest::isJson);
        assertThat(outcome.out())
                .contains("{\"path\":\"/\",\"ok\":true,\"code\":0}\n")
                .contains("{\"printwatches\":true}\n")
                .contains("{\"warning\":\"Quota does not exist for /a\"}\n")
                .contains("{\"number\":14,\"line\":\"history\"}\n")
                .contains("\"file\":\"" + file + "\",\"dryRun\":false,\"nodes\":2,\"bytes\":1,")
                .contains(
                        "{\"dryRun\":false,\"created\":2,\"replaced\":0,\"same\":0,\"ephemerals\":0,\"refused\":0,\"unanswered\":0}\n");
    }

    @Test
    void failuresAreJsonToo() throws IOException {
        assertThat(run("get /nope").err())
                .isEqualTo(
                        "{\"error\":\"NoNode\",\"code\":-101,\"path\":\"/nope\",\"message\":\"Node does not exist: /nope\","
                                + "\"hint\":\"ls / shows what is there.\"}\n");
        ShellOutcome outcome = run(
                "nosuch",
                "get",
                "get -z /",
                "create relative",
                "create -t x /t",
                "ls / watch",
                "setquota -n x /",
                "import /nope",
                "help nosuch",
                "redo 99",
                "close",
                "ls /");
        assertThat(outcome.out().lines()).singleElement().matches(JsonTest::isJson);
        assertThat(outcome.err().lines()).hasSize(11).allMatch(JsonTest::isJson);
        assertThat(outcome.err())
                .contains("\"error\":\"UnknownCommand\"")
                .contains("\"error\":\"Usage\"")
                .contains("\"error\":\"NotConnected\"");
    }

    @Test
    void aSingleLineMayAskForIt() throws IOException {
        ShellOutcome outcome = ShellKind.PADDOCK.run(
                folder,
                List.of(
                        "get /nope --json",
                        "nosuch --output json",
                        "get -z --output json /",
                        "version",
                        "history --json",
                        "help --output json"),
                "-q",
                "-server",
                server.connectString());
        assertThat(outcome.err().lines()).hasSize(3).allMatch(JsonTest::isJson);
        assertThat(outcome.out()).startsWith("ZooKeeper CLI version: ");
        assertThat(outcome.out().lines().skip(1)).isNotEmpty().allMatch(JsonTest::isJson);
    }

    @Test
    void whatKeepsTheShellFromStartingIsJsonToo() throws IOException {
        ShellOutcome outcome =
                ShellKind.PADDOCK.run(folder, List.of(), "-bogus", "-server", "nowhere:99999", "ls", "/", "--json");
        assertThat(outcome.err().lines()).hasSize(2).allMatch(JsonTest::isJson);
        assertThat(outcome.err()).contains("\"warning\":\"The option -bogus").contains("\"error\":\"Failed\"");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    private static boolean isJson(String line) {
        return line.matches("\\{.*}|\\[.*]");
    }

    private ShellOutcome run(String... lines) throws IOException {
        return ShellKind.PADDOCK.run(folder, List.of(lines), "--json", "-q", "-server", server.connectString());
    }
}
