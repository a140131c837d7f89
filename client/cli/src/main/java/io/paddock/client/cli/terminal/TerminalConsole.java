package io.paddock.client.cli.terminal;

import io.paddock.client.cli.command.Screen;
import io.paddock.client.cli.connection.Connection;
import io.paddock.client.cli.output.Printable;
import io.paddock.client.cli.output.Sink;
import io.paddock.client.cli.shell.Shell;
import java.io.IOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A terminal with a person at it. Ctrl-C drops the line that is being typed, or cancels the command that is running; Ctrl-D
 * ends the conversation.
 *
 * <p>Owned by the thread that executes lines.
 */
public final class TerminalConsole implements AutoCloseable {

    private final Terminal terminal;
    private final TerminalSink sink;
    private final Screen screen;

    private TerminalConsole(Terminal terminal, boolean errorTerminal, boolean raw) {
        this.terminal = terminal;
        this.sink = new TerminalSink(terminal, errorTerminal, raw);
        this.screen = new TerminalScreen(terminal);
    }

    /**
     * The terminal that the process was started on.
     *
     * @param errorTerminal whether standard error ends there too
     * @param raw whether results and errors are to be those of a pipe
     */
    public static TerminalConsole open(boolean errorTerminal, boolean raw) throws IOException {
        Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
            // Some that are made by programs do not say; the line editor would show three dots.
            terminal.setSize(new Size(80, 24));
        }
        return new TerminalConsole(terminal, errorTerminal, raw);
    }

    public Sink sink() {
        return sink;
    }

    public Screen screen() {
        return screen;
    }

    /** Calls this at every Ctrl-C from now on, except while a line is being read. */
    void onInterrupt(Runnable action) {
        terminal.handle(Terminal.Signal.INT, signal -> action.run());
    }

    /** Reads and executes lines until the person has enough. */
    public void converse(Shell shell, Connection connection) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new LineParser())
                .completer(new ShellCompleter(shell.commands(), connection))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                .build();
        HistoryFile.use(reader);
        sink.use(reader);
        connection.listenTo(state -> refresh(reader, shell));
        onInterrupt(Thread.currentThread()::interrupt); // While a line is read, JLine has a handler of its own.
        while (!shell.isOver()) {
            try {
                execute(reader.readLine(shell.prompt()), shell);
            } catch (UserInterruptException e) {
                // The line is dropped.
            } catch (EndOfFileException e) {
                break;
            } finally {
                // A Ctrl-C that came too late for its command, or for its line.
                Thread.interrupted();
            }
        }
        sink.use(null);
    }

    /** What was pasted may have several lines: each is a command, and Ctrl-C drops those that are left. */
    private void execute(String typed, Shell shell) {
        boolean first = true;
        for (String line : typed.split("\r\n|\r|\n", -1)) {
            if (shell.isOver() || !first && shell.wasCancelled()) {
                return;
            }
            if (!first) {
                sink.out(shell.prompt() + Printable.of(line) + "\n");
                sink.flush();
            }
            shell.executeLine(line);
            first = false;
        }
    }

    /** The prompt shows the state of now. Called by callbacks. */
    private static void refresh(LineReader reader, Shell shell) {
        if (reader instanceof LineReaderImpl impl && impl.isReading()) {
            impl.setPrompt(shell.prompt());
            impl.printAbove("");
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
