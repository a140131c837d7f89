package io.paddock.client.cli.shell;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.line.LineHistory;

/** {@code history}. */
final class HistoryCommand implements Command {

    private static final CommandSpec SPEC =
            CommandSpec.of("history", "", "Shows the last eleven lines.").withoutSession();

    private final LineHistory history;

    HistoryCommand(LineHistory history) {
        this.history = history;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) {
        history.shown().forEach(in.output()::line);
    }
}
