package io.paddock.client.cli.shell;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;

/** {@code close}. */
final class CloseCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of("close", "", "Ends the session; the shell stays.")
            .examples("close")
            .anyWords();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) {
        in.connection().close();
    }
}
