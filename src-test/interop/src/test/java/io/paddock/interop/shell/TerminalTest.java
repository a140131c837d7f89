package io.paddock.interop.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees whose terminal other people's data could wreck, in a conversation and after a single command. */
class TerminalTest {

    private static final String MORE = "--more-- (blank: a page, enter: a line, a: all, q: end)";

    @TempDir
    private Path folder;

    private ServerProcess server;

    @BeforeEach
    void startServer() throws IOException {
        assumeTrue(Conversation.hasTerminals(), "the program script makes the pseudo-terminal");
        server =
                ServerSetup.of(Installation.paddock(), folder.resolve("server")).start();
    }

    @AfterEach
    void endServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void oneCommandOnATerminalShowsBinaryDataInHexAndAPipeGetsTheBytes() throws IOException {
        run("create /bin", "set -b /bin AP8bWzJK");
        try (Conversation shell = Conversation.openOn(60, server.connectString(), "-q get /bin")) {
            shell.await("|00000000| 00 ff 1b 5b 32 4a                               |...[2J          |\n");
            shell.await("(6 bytes that are no text: get -x shows all, get -b as base64)\n");
            assertThat(shell.awaitExit()).isZero();
        }
        assertThat(run("get /bin").out()).isEqualTo("\0\ufffd\u001b[2J\n");
    }

    @Test
    void namesOfListsDoNotMoveTheCursor() throws IOException {
        run("create /a", "setAcl /a world:anyone:cdrwa,digest:\u001b[2Jx\u0007:hash:r");
        try (Conversation shell = Conversation.open(true, server.connectString())) {
            shell.await("(CONNECTED) 0] ");
            shell.type("getAcl /a");
            shell.await("'digest,'\\u001b[2Jx\\u0007:hash\n: r\n");
            shell.type("getAcl --json /a");
            shell.await("\"digest:\\u001B[2Jx\\u0007:hash:r\"");
        }
    }

    @Test
    void aListingStopsWhenTheScreenIsFull() throws IOException {
        run(IntStream.range(10, 40).mapToObj(i -> "create /n" + i).toArray(String[]::new));
        try (Conversation shell = Conversation.openOn(12, server.connectString(), "")) {
            shell.await("(CONNECTED) 0] ");
            shell.type("ls -R /");
            assertThat(shell.await(MORE)).endsWith("/\n/n10\n/n11\n/n12\n/n13\n/n14\n/n15\n/n16\n/n17\n/n18\n/n19\n");
            shell.press("\r");
            assertThat(shell.await(MORE)).isEqualTo("/n20\n");
            shell.press(" ");
            assertThat(shell.await(MORE)).startsWith("/n21\n").endsWith("/n31\n");
            shell.press("q");
            shell.await("(CONNECTED) 1] ");
            shell.type("ls -l /");
            shell.await(MORE);
            shell.press("a");
            shell.await("zookeeper\n");
            shell.await("(CONNECTED) 2] ");
        }
        try (Conversation shell = Conversation.openOn(12, server.connectString(), "-q --raw ls -R /")) {
            assertThat(shell.await("/zookeeper/quota\n"))
                    .startsWith("/\n/n10\n")
                    .doesNotContain(MORE);
            assertThat(shell.awaitExit()).isZero();
        }
        try (Conversation shell = Conversation.openOn(12, server.connectString(), "-q ls -R /")) {
            shell.await(MORE);
            shell.press("q");
            assertThat(shell.awaitExit()).isZero();
        }
    }

    @Test
    void aWatchOfOneCommandEndsWithAKey() throws IOException {
        try (Conversation shell = Conversation.openOn(60, server.connectString(), "-q watch /")) {
            shell.await("any key ends it.\n");
            run("create /new");
            shell.await("created   /new\n");
            shell.press("x");
            assertThat(shell.awaitExit()).isZero();
        }
    }

    @Test
    void controlCCancelsOneCommand() throws IOException {
        assumeTrue(Conversation.canInterrupt(), "these tests run where Ctrl-C is ignored, as behind nohup");
        try (Conversation shell = Conversation.openOn(60, server.connectString(), "-q watch /")) {
            shell.await("any key ends it.\n");
            shell.press("\u0003");
            shell.await("Interrupted");
            assertThat(shell.awaitExit()).isEqualTo(130);
        }
    }

    @Test
    void pastedLinesAreCommandsOfTheirOwn() throws IOException {
        try (Conversation shell = Conversation.open(true, server.connectString())) {
            shell.await("(CONNECTED) 0] ");
            shell.press("\u001b[200~create /one\ncreate /two 'of them'\nls /\u001b[201~");
            shell.await("ls /");
            shell.type("");
            shell.await("Created /one\n");
            shell.await("(CONNECTED) 1] create /two 'of them'\nCreated /two\n");
            shell.await("(CONNECTED) 2] ls /\n[one, two, zookeeper]\n");
            shell.await("(CONNECTED) 3] ");
        }
    }

    @Test
    void whatNobodyReadsAnyMoreEnds() throws IOException {
        String command = Stream.concat(
                        ShellKind.PADDOCK.command().stream(),
                        Stream.of("-q", "-server", server.connectString(), "watch", "/"))
                .map(word -> "'" + word + "'")
                .reduce("", (line, word) -> line + " " + word);
        Process pipe = new ProcessBuilder("bash", "-c", "set -o pipefail;" + command + " | head -1")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            for (int i = 0; pipe.isAlive(); i++) {
                run("create /n" + i);
            }
            assertThat(pipe.exitValue()).isZero();
            assertThat(new String(pipe.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("created ")
                    .hasLineCount(1);
        } finally {
            pipe.descendants().forEach(ProcessHandle::destroyForcibly);
            pipe.destroyForcibly();
        }
    }

    private ShellOutcome run(String... lines) throws IOException {
        return ShellKind.PADDOCK.run(folder, List.of(lines), "-q", "-server", server.connectString());
    }
}
