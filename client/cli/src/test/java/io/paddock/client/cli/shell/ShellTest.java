package io.paddock.client.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.Invoker;
import io.paddock.client.cli.command.Screen;
import io.paddock.client.cli.connection.Connection;
import io.paddock.client.cli.connection.ConnectionSettings;
import io.paddock.client.cli.output.Format;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.output.StreamSink;
import io.paddock.client.cli.output.Style;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class ShellTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Shell shell = shell();

    @Test
    void aLineThatDoesNothingIsNotCancelledByWhatWasBeforeIt() {
        shell.executeLine("interrupted");
        assertThat(shell.wasCancelled()).isTrue();
        shell.executeLine("");
        assertThat(shell.wasCancelled()).isFalse();
        assertThat(shell.exitCode()).as("that of the last command").isEqualTo(130);
        shell.executeLine("interrupted");
        shell.executeLine("# a comment");
        assertThat(shell.wasCancelled()).isFalse();
    }

    private Shell shell() {
        Output output = new Output(new StreamSink(shown, shown, false, false), Format.TEXT, Style.PLAIN, false);
        Connection connection = new Connection(new ConnectionSettings(1_000, false, 1_000), output);
        CommandTable table = new CommandTable().add(new Command() {
            @Override
            public CommandSpec spec() {
                return CommandSpec.of("interrupted", "", "Is cancelled.").withoutSession();
            }

            @Override
            public void run(Invocation in) throws InterruptedException {
                throw new InterruptedException();
            }
        });
        return new Shell(table, connection, output, new Invoker(connection, output, Screen.NONE));
    }
}
