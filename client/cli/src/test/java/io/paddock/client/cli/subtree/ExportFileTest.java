package io.paddock.client.cli.subtree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.cli.command.CommandFailure;
import io.paddock.common.Acl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFileTest {

    private static final ExportHeader HEADER = new ExportHeader("/app");

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
    void anInterruptedExportGoesOnBehindItsLastCompleteLine() throws IOException, CommandFailure {
        try (ExportFile export = ExportFile.open(file, HEADER, false, false)) {
            export.write(node("/"));
            export.write(node("/a"));
        }
        Files.writeString(part, "{\"path\":\"/b\",\"da", StandardOpenOption.APPEND);

        try (ExportFile export = ExportFile.open(file, HEADER, true, false)) {
            export.write(node("/"));
            export.write(node("/a"));
            export.write(node("/b"));
            export.complete();
        }
        assertThat(Files.readString(file))
                .isEqualTo(HEADER.line()
                        + node("/").line()
                        + node("/a").line()
                        + node("/b").line());
    }

    @Test
    void thePartOfAnotherExportIsNotContinued() throws IOException, CommandFailure {
        ExportFile.open(file, new ExportHeader("/other"), false, false).close();
        assertThatThrownBy(() -> ExportFile.open(file, HEADER, true, false)).isInstanceOf(CommandFailure.class);
    }

    private static ExportedNode node(String path) {
        return new ExportedNode(path, null, Acl.OPEN, false);
    }
}
