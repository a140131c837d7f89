package io.paddock.client.cli.shell;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;

/** {@code quit}, and {@code exit}, which is its other name. The exit code is that of the command before. */
final class QuitCommand implements Command {

    private final CommandSpec spec;
    private final Shell shell;

    QuitCommand(String name, Shell shell) {
        CommandSpec words = CommandSpec.of(name, "", "Ends the session and the shell.")
                .examples(name)
                .withoutSession();
        this.spec = name.equals("quit") ? words : words.ours();
        this.shell = shell;
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public void run(Invocation in) {
        in.connection().close();
        shell.end();
    }
}
