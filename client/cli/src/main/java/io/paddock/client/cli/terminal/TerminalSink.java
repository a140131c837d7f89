package io.paddock.client.cli.terminal;

import io.paddock.client.cli.output.Sink;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;

/**
 * Prints to a terminal. What comes while a line is being typed is shown above it, and the line is drawn again.
 *
 * <p>Usable by any thread.
 */
final class TerminalSink implements Sink {

    private final Terminal terminal;
    private final boolean errorTerminal;
    private final boolean raw;

    /** Null while nobody can be typing. Set by the thread that executes lines. */
    private volatile LineReader reader;

    /** The last one says that nobody is to know that this is a terminal. */
    TerminalSink(Terminal terminal, boolean errorTerminal, boolean raw) {
        this.terminal = terminal;
        this.errorTerminal = errorTerminal;
        this.raw = raw;
    }

    void use(LineReader lines) {
        reader = lines;
    }

    @Override
    public void out(String text) {
        terminal.writer().print(text);
    }

    @Override
    public void err(String text) {
        if (!errorTerminal || !isTyping()) {
            terminal.flush();
            System.err.print(text);
            System.err.flush();
        } else {
            reader.printAbove(text);
        }
    }

    @Override
    public void event(String text) {
        if (isTyping()) {
            reader.printAbove(text);
        } else {
            terminal.writer().print(text);
            terminal.flush();
        }
    }

    private boolean isTyping() {
        LineReader current = reader;
        return current != null && current.isReading();
    }

    @Override
    public void flush() {
        terminal.flush();
    }

    @Override
    public boolean isBroken() {
        return terminal.writer().checkError();
    }

    @Override
    public boolean isTerminal() {
        return !raw;
    }

    @Override
    public boolean isErrorTerminal() {
        return errorTerminal && !raw;
    }
}
