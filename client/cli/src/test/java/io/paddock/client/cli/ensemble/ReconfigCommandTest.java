package io.paddock.client.cli.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.cli.command.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconfigCommandTest {

    @TempDir
    private Path folder;

    @Test
    void aFileMayHaveGroupsAndWeights() throws IOException, CommandFailure {
        Path file = Files.writeString(folder.resolve("zoo.cfg.dynamic"), """
                # members
                server.1=a:2888:3888:participant;2181
                 server.2=b:2888:3888:participant;2181
                group.1=1:2
                weight.1=1
                weight.2=2
                version=100
                """);
        assertThat(ReconfigCommand.membersOf(file.toString())).isEqualTo("""
                server.1=a:2888:3888:participant;2181
                server.2=b:2888:3888:participant;2181
                group.1=1:2
                weight.1=1
                weight.2=2""");
    }

    @Test
    void aMissingFileIsToldAsScriptsKnowIt() {
        assertThatThrownBy(() -> ReconfigCommand.membersOf("/nope/nope"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("Error processing /nope/nope/nope/nope (No such file or directory)");
    }
}
