package io.paddock.client.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.cli.connection.Connection;
import io.paddock.client.cli.connection.ConnectionSettings;
import io.paddock.client.cli.output.Format;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.output.StreamSink;
import io.paddock.client.cli.output.Style;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvokerTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aCommandThatEndsByItselfAfterCtrlCWasCancelled() {
        assertThat(run(in -> Thread.currentThread().interrupt())).isEqualTo(130);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Interrupted");
    }

    @Test
    void aCommandThatEndsByItselfHasSucceeded() {
        assertThat(run(in -> in.output().line("done"))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("done\n");
        assertThat(err.size()).isZero();
    }

    private int run(Body body) {
        Output output = new Output(new StreamSink(out, err, false, false), Format.TEXT, Style.PLAIN, false);
        Connection connection = new Connection(new ConnectionSettings(1_000, false, 1_000), output);
        Command command = new Command() {
            @Override
            public CommandSpec spec() {
                return CommandSpec.of("test", "", "Is tested.");
            }

            @Override
            public void run(Invocation in) {
                body.run(in);
            }
        };
        int code = new Invoker(connection, output, Screen.NONE).run(command, List.of("test"));
        output.flush();
        return code;
    }

    /** What the command does. */
    @FunctionalInterface
    private interface Body {
        void run(Invocation in);
    }
}
