package io.paddock.client.cli.subtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.subtree.ExportedNode.Edition;
import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFileTest {

    private static final ExportHeader HEADER = new ExportHeader("/app");
    private static final Edition EDITION = new Edition(1, 0, 10, 20);

    @TempDir
    private Path folder;

    private Path file;
    private Path part;

    @BeforeEach
    void nameFiles() {
        file = folder.resolve("app.jsonl");
        part = folder.resolve("app.jsonl.part");
    }

    @Test
    void anExportHasItsNameOnlyWhenItIsComplete() throws IOException, CommandFailure {
        try (ExportFile export = ExportFile.open(file, HEADER, false, false)) {
            export.write(node("/"));
            assertThat(file).doesNotExist();
            export.complete();
        }
        assertThat(part).doesNotExist();
        assertThat(Files.readString(file)).isEqualTo(HEADER.line() + node("/").line());
    }

    @Test
    void aFileThatIsThereIsNotReplacedUnasked() throws IOException, CommandFailure {
        Files.writeString(file, "precious");
        assertThatThrownBy(() -> ExportFile.open(file, HEADER, false, false))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is there already");
        assertThat(file).hasContent("precious");
    }

    @Test
    void onlyItsOwnerMayReadAnExport() throws IOException, CommandFailure {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        export(false, "/");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatIsLeftOfAnInterruptedExportIsNeitherLostNorMixedUnasked() throws IOException, CommandFailure {
        interrupt("/", "/a");
        assertThatThrownBy(() -> ExportFile.open(file, HEADER, false, false))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("was interrupted");
        export(true, "/new");
        assertThat(Files.readString(file))
                .isEqualTo(HEADER.line() + node("/new").line());
        assertThat(part).doesNotExist();
    }

    @Test
    void aResumedExportTakesOnlyWhatIsStillSo() throws IOException, CommandFailure {
        interrupt("/", "/a", "/a/deep", "/a-b", "/c");
        Files.writeString(part, "{\"path\":\"/d\",\"da", StandardOpenOption.APPEND);
        try (ExportFile export = ExportFile.open(file, HEADER, true, false)) {
            EarlierExport earlier = export.earlier();
            assertThat(earlier.seemsToHold("/a", EDITION)).isTrue();
            assertThat(earlier.seemsToHold("/a", new Edition(2, 0, 10, 20))).isFalse();
            assertThat(earlier.seemsToHold("/a", new Edition(1, 0, 11, 20)))
                    .as("the znode of another server, with the same zxid")
                    .isFalse();
            assertThat(earlier.seemsToHold("/a", new Edition(1, 0, 10, 21))).isFalse();
            assertThat(earlier.seemsToHold("/d", EDITION)).isFalse();
            assertThat(earlier.take("/", EDITION)).isNotNull();
            assertThat(earlier.take("/a", new Edition(2, 0, 10, 20)))
                    .as("it was written since")
                    .isNull();
            assertThat(earlier.take("/a/deep", new Edition(1, 1, 10, 20)))
                    .as("its list was set since")
                    .isNull();
            assertThat(earlier.take("/a/new", EDITION)).isNull();
            assertThat(earlier.take("/a-b", EDITION).path()).isEqualTo("/a-b");
            assertThat(earlier.take("/d", EDITION)).isNull();
        }
    }

    @Test
    void whatAnEarlierReleaseLeftIsReadAgain() throws IOException, CommandFailure {
        interrupt("/", "/a");
        Files.writeString(part, Files.readString(part).replace(",\"ctime\":10,\"mtime\":20", ""));
        try (ExportFile export = ExportFile.open(file, HEADER, true, false)) {
            assertThat(export.earlier().seemsToHold("/a", EDITION)).isFalse();
            assertThat(export.earlier().take("/", EDITION)).isNull();
            assertThat(export.earlier().take("/a", EDITION)).isNull();
        }
    }

    @Test
    void aListThatHidIsReadAgain() throws IOException, CommandFailure {
        List<Acl> masked = List.of(new Acl(Acl.ALL, new AuthId("digest", "bob:x")));
        try (ExportFile export = ExportFile.open(file, HEADER, false, false)) {
            export.write(new ExportedNode("/", null, masked, EDITION, false));
        }
        try (ExportFile export = ExportFile.open(file, HEADER, true, false)) {
            assertThat(export.earlier().take("/", EDITION)).isNull();
        }
    }

    @Test
    void whatIsInterruptedTwiceKeepsBoth() throws IOException, CommandFailure {
        interrupt("/", "/a", "/b", "/c");
        try (ExportFile export = ExportFile.open(file, HEADER, true, false)) {
            export.write(export.earlier().take("/", EDITION));
            export.earlier().take("/a", new Edition(7, 0, 10, 20));
            export.write(new ExportedNode("/a", null, Acl.OPEN, new Edition(7, 0, 10, 20), false));
        }
        assertThat(Files.readString(part))
                .isEqualTo(HEADER.line()
                        + node("/").line()
                        + new ExportedNode("/a", null, Acl.OPEN, new Edition(7, 0, 10, 20), false).line()
                        + node("/b").line()
                        + node("/c").line());
    }

    @Test
    void thePartOfAnotherExportIsNotContinued() throws IOException, CommandFailure {
        try (ExportFile other = ExportFile.open(file, new ExportHeader("/other"), false, false)) {
            other.write(node("/"));
        }
        assertThatThrownBy(() -> ExportFile.open(file, HEADER, true, false)).isInstanceOf(CommandFailure.class);
        Files.writeString(part, HEADER.line() + "nonsense\n");
        assertThatThrownBy(() -> ExportFile.open(file, HEADER, true, false))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot be resumed");
    }

    private void export(boolean overwrite, String... paths) throws IOException, CommandFailure {
        try (ExportFile export = ExportFile.open(file, HEADER, false, overwrite)) {
            for (String path : paths) {
                export.write(node(path));
            }
            export.complete();
        }
    }

    private void interrupt(String... paths) throws IOException, CommandFailure {
        try (ExportFile export = ExportFile.open(file, HEADER, false, false)) {
            for (String path : paths) {
                export.write(node(path));
            }
        }
    }

    private static ExportedNode node(String path) {
        return new ExportedNode(path, null, Acl.OPEN, EDITION, false);
    }
}
