package io.paddock.client.cli.terminal;

import io.paddock.client.cli.command.Keys;
import io.paddock.client.cli.connection.Connection;
import io.paddock.client.cli.output.Sink;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.shell.Shell;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/**
 * A terminal with a person at it. Ctrl-C drops the line that is being typed, or cancels the command that is running; Ctrl-D
 * ends the conversation.
 *
 * <p>Owned by the thread that executes lines.
 */
public final class TerminalConsole implements AutoCloseable {

    private final Terminal terminal;
    private final TerminalSink sink;

    TerminalConsole(Terminal terminal) {
        this.terminal = terminal;
        this.sink = new TerminalSink(terminal);
    }

    /** The terminal that the process was started on. */
    public static TerminalConsole open() throws IOException {
        Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
            // Some that are made by programs do not say; the line editor would show three dots.
            terminal.setSize(new Size(80, 24));
        }
        return new TerminalConsole(terminal);
    }

    public Sink sink() {
        return sink;
    }

    /** Without colours if the environment says so, see no-color.org, or the terminal has none. */
    public Style style() {
        String wish = System.getenv("NO_COLOR");
        boolean none = wish != null && !wish.isEmpty() || terminal.getType().startsWith("dumb");
        return none ? Style.PLAIN : Style.COLOURED;
    }

    public Keys keys() {
        return waitMs -> {
            Attributes before = terminal.enterRawMode();
            try {
                int key = terminal.reader().read(waitMs);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return key != NonBlockingReader.READ_EXPIRED;
            } catch (InterruptedIOException e) {
                Thread.interrupted();
                throw new InterruptedException();
            } catch (IOException e) {
                return true; // Nobody is there any more.
            } finally {
                terminal.setAttributes(before);
            }
        };
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
        Thread executor = Thread.currentThread();
        // While a line is read, JLine has a handler of its own.
        terminal.handle(Terminal.Signal.INT, signal -> executor.interrupt());
        while (!shell.isOver()) {
            try {
                String line = reader.readLine(shell.prompt());
                shell.executeLine(line);
            } catch (UserInterruptException e) {
                // The line is dropped.
            } catch (EndOfFileException e) {
                break;
            }
            // A Ctrl-C that came too late for its command.
            Thread.interrupted();
        }
        sink.use(null);
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
