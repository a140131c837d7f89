package io.paddock.interop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ZooKeeper's shell does not have, as docs/shell.md describes them. */
class SubtreeCommandsTest {

    @TempDir
    private Path folder;

    private ServerProcess server;

    @BeforeEach
    void startServer() throws IOException {
        server =
                ServerSetup.of(Installation.paddock(), folder.resolve("server")).start();
        run(
                "create /app root",
                "create /app/a hello",
                "create /app/a/deep x",
                "create /app/b",
                "set -b /app/b AP8=",
                "create /app/null",
                "create /app/acl v world:anyone:cdrwa,ip:10.0.0.1:r");
    }

    @AfterEach
    void endServer() throws IOException {
        server.close();
    }

    @Test
    void aTreeIsDrawnWithItsSizes() throws IOException {
        assertThat(run("tree /app").out()).isEqualTo("""
                /app  4 B, 4 children
                ├── a  5 B, 1 child
                │   └── deep  1 B
                ├── acl  1 B
                ├── b  2 B
                └── null  0 B
                """);
        assertThat(run("tree -L 0 /app").out()).isEqualTo("/app  4 B, 4 children\n");
    }

    @Test
    void subtreesAreCounted() throws IOException {
        assertThat(run("du --json /app").out()).isEqualTo("""
                {"path":"/app","bytes":13,"nodes":6}
                {"path":"/app/a","bytes":6,"nodes":2}
                {"path":"/app/acl","bytes":1,"nodes":1}
                {"path":"/app/b","bytes":2,"nodes":1}
                {"path":"/app/null","bytes":0,"nodes":1}
                """);
    }

    @Test
    void znodesAreFoundByNameOwnerAndAge() throws IOException {
        assertThat(run("find /app --name a*").out()).isEqualTo("/app\n/app/a\n/app/acl\n");
        // Quiet, create says the path too.
        assertThat(run("create -e /app/mine", "find /app --owner any --name mine")
                        .out())
                .isEqualTo("/app/mine\n/app/mine\n");
        assertThat(run("find /app --older 1d").out()).isEmpty();
        assertThat(run("find / --newer 1d --larger 5").out()).isEqualTo("/app/a\n");
        assertThat(run("find /app --older soon").err()).isEqualTo("soon is no age: write 30s, 5m, 2h or 7d.\n");
    }

    @Test
    void anExportIsImportedElsewhereWithDataAndLists() throws IOException {
        Path file = folder.resolve("app.jsonl");
        assertThat(run("export --dry-run /app " + file).out())
                .isEqualTo("Would export 6 znodes with 13 B of /app to " + file + "\n");
        assertThat(file).doesNotExist();
        assertThat(run("export /app " + file).out()).isEqualTo("Exported 6 znodes with 13 B of /app to " + file + "\n");
        assertThat(run("export /app " + file).exitCode()).isEqualTo(1);

        assertThat(run("import --dry-run " + file + " /copy").out())
                .isEqualTo("Would create 6, would replace 0, 0 are the same\n");
        assertThat(run("import " + file + " /copy").out()).isEqualTo("Created 6, replaced 0, 0 are the same\n");
        assertThat(run("get -b /copy/b", "get /copy/null", "getAcl --plain /copy/acl", "get /copy/a/deep")
                        .out())
                .isEqualTo("AP8=\nnull\nworld:anyone:cdrwa\nip:10.0.0.1:r\nx\n");
    }

    @Test
    void anImportThatWasInterruptedGoesOnAndConflictsAreTold() throws IOException {
        Path file = folder.resolve("app.jsonl");
        run("export /app " + file, "deleteall /app/a", "set /app/b other");
        ShellOutcome again = run("import " + file);
        assertThat(again.out()).isEqualTo("Created 2, replaced 0, 3 are the same, 1 refused\n");
        assertThat(again.err()).isEqualTo("/app/b is there with other data\nNot imported: 1; see above.\n");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(run("import --overwrite " + file).out()).isEqualTo("Created 0, replaced 1, 5 are the same\n");
        assertThat(run("get -b /app/b").out()).isEqualTo("AP8=\n");
    }

    @Test
    void aResumedExportHoldsNothingThatIsNoLongerSo() throws IOException {
        Path file = folder.resolve("app.jsonl");
        Path part = folder.resolve("app.jsonl.part");
        run("export /app " + file);
        List<String> lines = Files.readAllLines(file);
        Files.writeString(
                part,
                String.join("\n", lines.subList(0, 4)) + "\n" + lines.get(4).substring(0, 9));
        Files.delete(file);
        assertThat(run("export /app " + file).err())
                .isEqualTo("An export to " + file + " was interrupted, " + part + " is its beginning.\n");

        run("set /app/a changed", "delete /app/a/deep", "create /app/a/new");
        assertThat(run("export --resume /app " + file).out())
                .isEqualTo("Exported 6 znodes with 14 B (1 from before) of /app to " + file + "\n");
        assertThat(part).doesNotExist();
        Path fresh = folder.resolve("fresh.jsonl");
        run("export /app " + fresh);
        assertThat(file).hasSameTextualContentAs(fresh);
    }

    @Test
    void aListThatHidesItsPasswordIsNotImported() throws IOException {
        Path file = folder.resolve("app.jsonl");
        run("create /secret x", "create /secret/below y", "setAcl /secret world:anyone:r,digest:bob:aGFzaA==:cdrwa");
        ShellOutcome export = run("export / " + file);
        assertThat(export.exitCode()).isZero();
        assertThat(export.err()).startsWith("Access control lists that hide their passwords from you: 1.");

        run("deleteall /app");
        ShellOutcome copy = run("create /copy other", "import " + file + " /copy");
        assertThat(copy.err())
                .startsWith("/copy is there with other data\n")
                .contains("/copy/secret is left out, and what is below it: its list hides a password")
                .doesNotContain("/copy/secret/below");
        assertThat(copy.out()).endsWith("Created 6, replaced 0, 0 are the same, 3 refused\n");
        assertThat(run("get /copy/secret").exitCode()).isEqualTo(1);
        assertThat(run("getAcl --plain /copy/app/acl").out())
                .as("entries keep their order")
                .isEqualTo("world:anyone:cdrwa\nip:10.0.0.1:r\n");
    }

    @Test
    void theLastLineNeedsNoEnd() throws IOException {
        Path file = folder.resolve("x");
        String acl = "\"acl\":[{\"scheme\":\"world\",\"id\":\"anyone\",\"perms\":31}]}";
        Files.writeString(file, "{\"export\":1,\"root\":\"/x\"}\n{\"path\":\"/\",\"data\":\"v\"," + acl);
        assertThat(run("import " + file, "get /x").out()).isEqualTo("Created 1, replaced 0, 0 are the same\nv\n");
    }

    @Test
    void whatMayNotBeReadIsLeftOutOfAnExportAndTold() throws IOException {
        Path file = folder.resolve("app.jsonl");
        run("create /app/hidden x ip:10.0.0.1:r");
        ShellOutcome export = run("export /app " + file);
        assertThat(export.exitCode()).isEqualTo(1);
        assertThat(export.out()).contains("6 znodes").contains("(1 cannot be read)");
        assertThat(export.err()).startsWith("Insufficient permission : /app/hidden\nNot exported: 1");
    }

    @Test
    void whatIsNoExportIsNotImported() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "{\"export\":1,\"root\":\"/x\"}\nnonsense\n");
        assertThat(run("import " + file).err()).hasLineCount(1).contains("line 2");
        assertThat(run("import " + folder.resolve("missing")).err())
                .hasLineCount(1)
                .contains("There is no file");
    }

    @Test
    void changesOfASubtreeAreFollowed() throws IOException {
        try (Conversation shell = Conversation.open(false, server.connectString())) {
            shell.await("(CONNECTED) 0] ");
            shell.type("watch -n 2 /app");
            shell.type("ls /app/a");
            // The watch is there when another session sees it work.
            while (!shell.screen().contains("changed   /app/a\n")) {
                run("set /app/a more");
            }
            run("create /app/new");
            shell.await("(CONNECTED) 1] [deep]\n");
        }
    }

    private ShellOutcome run(String... lines) throws IOException {
        return ShellKind.PADDOCK.run(folder, List.of(lines), "-q", "-server", server.connectString());
    }
}
