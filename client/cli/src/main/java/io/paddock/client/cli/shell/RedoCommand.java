package io.paddock.client.cli.shell;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.line.Words;
import java.util.List;

/** {@code redo}. */
final class RedoCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "redo", "cmdno", "Executes a line again, by its number in the history.")
            .examples("redo 3")
            .withoutSession();

    private final Shell shell;

    RedoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure {
        if (in.count() == 0) {
            return;
        }
        String line = shell.history().executed(number(in.word(0)));
        if (line == null) {
            throw new CommandFailure("Command index out of range", "history shows the numbers.");
        }
        List<String> words = Words.of(line);
        if (!words.isEmpty() && words.get(0).equals("redo")) {
            throw new CommandFailure("No redoing redos", "history shows the number of the line itself.");
        }
        shell.history().note(line);
        shell.repeat(words);
    }

    private static int number(String word) throws CommandFailure {
        try {
            return Integer.decode(word);
        } catch (NumberFormatException e) {
            throw new CommandFailure(e.getMessage(), "redo takes the number of a line, such as redo 3.");
        }
    }
}
