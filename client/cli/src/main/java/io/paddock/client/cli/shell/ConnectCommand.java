package io.paddock.client.cli.shell;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.connection.Connection;
import java.time.Duration;

/** {@code connect}. */
final class ConnectCommand implements Command {

    /** So long the next prompt waits for the state that it will show. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final CommandSpec SPEC = CommandSpec.of(
                    "connect", "host:port", "Ends the session and begins one, with other servers or the same.")
            .examples("connect", "connect a:2181,b:2181/app")
            .withoutSession();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws InterruptedException {
        Connection connection = in.connection();
        connection.open(in.count() == 0 ? connection.connectString() : in.word(0));
        connection.awaitConnected(PATIENCE);
    }
}
