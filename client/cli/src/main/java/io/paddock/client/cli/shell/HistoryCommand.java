package io.paddock.client.cli.shell;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.line.LineHistory;
import io.paddock.client.cli.output.Message;

/** {@code history}. */
final class HistoryCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of("history", "", "Shows the last eleven lines.")
            .examples("history")
            .withoutSession();

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
        for (LineHistory.Entry entry : history.shown()) {
            in.output().show(new Message(entry.number() + " - " + entry.line() + "\n", json -> {
                json.writeNumberField("number", entry.number());
                json.writeStringField("line", entry.line());
            }));
        }
    }
}
