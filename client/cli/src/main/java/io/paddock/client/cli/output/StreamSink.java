package io.paddock.client.cli.output;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Two streams, in UTF-8 whatever the locale is. What is not flushed waits, so that long results are written in pieces. */
public final class StreamSink implements Sink {

    private static final int BUFFER_BYTES = 1 << 16;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final boolean errorTerminal;

    /**
     * The streams stay the caller's.
     *
     * @param terminal whether the first one ends on a terminal
     * @param errorTerminal whether the second one does
     */
    public StreamSink(OutputStream out, OutputStream err, boolean terminal, boolean errorTerminal) {
        this.out = stream(out);
        this.err = stream(err);
        this.terminal = terminal;
        this.errorTerminal = errorTerminal;
    }

    private static PrintStream stream(OutputStream target) {
        return new PrintStream(new BufferedOutputStream(target, BUFFER_BYTES), false, StandardCharsets.UTF_8);
    }

    @Override
    public void out(String text) {
        out.append(text);
    }

    @Override
    public void err(String text) {
        out.flush(); // So that who sees both sees them in order.
        err.append(text);
        err.flush();
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public boolean isBroken() {
        return out.checkError();
    }

    @Override
    public boolean isTerminal() {
        return terminal;
    }

    @Override
    public boolean isErrorTerminal() {
        return errorTerminal;
    }
}
