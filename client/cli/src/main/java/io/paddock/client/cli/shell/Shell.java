package io.paddock.client.cli.shell;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.Failures;
import io.paddock.client.cli.command.Invoker;
import io.paddock.client.cli.connection.Connection;
import io.paddock.client.cli.line.LineHistory;
import io.paddock.client.cli.line.Words;
import io.paddock.client.cli.output.Format;
import io.paddock.client.cli.output.Output;
import java.util.List;

/**
 * Executes lines, one after the other, and remembers how the last one ended.
 *
 * <p>Owned by the thread that executes lines.
 */
public final class Shell {

    /** The last command is unknown. */
    private static final int UNKNOWN = 127;

    private final CommandTable commands;
    private final Connection connection;
    private final Output output;
    private final Invoker invoker;
    private final LineHistory history = new LineHistory();
    private int exitCode;
    private boolean cancelled;

    /** Of the line that {@code redo} has repeated; 0 if the command was another one. */
    private int repeatedCode;

    private boolean over;

    public Shell(CommandTable commands, Connection connection, Output output, Invoker invoker) {
        this.commands = commands;
        this.connection = connection;
        this.output = output;
        this.invoker = invoker;
        commands.add(new HelpCommand(commands))
                .add(new HistoryCommand(history))
                .add(new RedoCommand(this))
                .add(new ConnectCommand())
                .add(new CloseCommand())
                .add(new StatusCommand())
                .add(new VersionCommand())
                .add(new QuitCommand("quit", this))
                .add(new QuitCommand("exit", this));
    }

    public CommandTable commands() {
        return commands;
    }

    /** That of the last command; 0 at the beginning (specification, cli 2). */
    public int exitCode() {
        return exitCode;
    }

    /** True after {@code quit}. */
    public boolean isOver() {
        return over;
    }

    /** True if Ctrl-C ended the last line. */
    public boolean wasCancelled() {
        return cancelled;
    }

    void end() {
        over = true;
    }

    public LineHistory history() {
        return history;
    }

    /** {@code [zk: <connect string>(<state>) <n>] } as it is at this moment. */
    public String prompt() {
        return "[zk: " + connection.connectString() + "(" + connection.stateWord() + ") " + history.count() + "] ";
    }

    /** A line as it was typed. An empty one does nothing and does not count, nor does a comment. */
    public void executeLine(String line) {
        cancelled = false;
        if (line.isEmpty() || line.charAt(0) == '#') {
            return;
        }
        history.note(line);
        execute(Words.of(line));
        cancelled = exitCode == Invoker.CANCELLED;
        history.advance();
    }

    /** The words of another line take the place of those that are being executed, and leave the exit code. */
    void repeat(List<String> words) {
        execute(words);
        repeatedCode = exitCode;
    }

    /** Words, of which the first is the name of the command. */
    public void execute(List<String> words) {
        repeatedCode = 0;
        String name = words.isEmpty() ? " " : words.get(0);
        Command command = commands.find(name);
        if (command == null) {
            unknown(name, words);
            return;
        }
        boolean wasAlive = connection.isAlive();
        int code = wasAlive || command.spec().needsNoSession() ? invoker.run(command, words) : 0;
        if (over) {
            return; // With the exit code of the command before.
        }
        exitCode = code == 0 ? repeatedCode : code;
        if (!wasAlive && !connection.isAlive() && !command.spec().isOurs()) {
            // No failure to scripts, and also said behind the commands that need no session (specification, cli 6).
            notConnected(words);
        }
        output.flush();
    }

    private void unknown(String name, List<String> words) {
        String nearest = commands.nearest(name);
        String hint = nearest == null ? "help lists the commands." : "Did you mean " + nearest + "?";
        Output chosen = Invoker.asksForJson(words) ? output.as(Format.JSON) : output;
        String message = "Command not found: Command not found " + name;
        Failures.report(chosen, "UnknownCommand", chosen.isJson() ? message : commands.usage() + message, hint);
        exitCode = UNKNOWN;
    }

    private void notConnected(List<String> words) {
        if (output.isJson() || Invoker.asksForJson(words)) {
            Failures.report(output.as(Format.JSON), "NotConnected", "Not connected", "connect opens a session.");
        } else {
            output.line("Not connected");
            output.hint("connect opens a session.");
        }
    }
}
