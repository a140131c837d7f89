package io.paddock.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.shell.Shell;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandsTest {

    static Stream<CommandSpec> specs() {
        return new Shell(Commands.table(), null, null, null)
                .commands().all().stream().map(Command::spec);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("specs")
    void everyCommandIsExplainedWithExamplesOfItself(CommandSpec spec) {
        assertThat(spec.summary()).endsWith(".");
        assertThat(spec.examples())
                .isNotEmpty()
                .allMatch(example -> List.of(example.split(" ")).get(0).equals(spec.name()));
        assertThat(spec.options()).allMatch(option -> !option.getDescription().isBlank());
    }
}
