package io.paddock.client.cli.terminal;

import io.paddock.client.cli.command.Screen;
import java.io.IOException;

/**
 * The terminal of a process that executes one command: opened when the command first needs it, which most never do.
 *
 * <p>Used by the thread that executes the command.
 */
public final class LateScreen implements Screen, AutoCloseable {

    private final Cancellation cancellation;
    private TerminalConsole console;
    private boolean gone;

    public LateScreen(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    private Screen screen() {
        if (console == null && !gone) {
            try {
                console = TerminalConsole.open(true, false);
                console.onInterrupt(cancellation::onInterrupt);
            } catch (IOException e) {
                gone = true;
            }
        }
        return gone ? NONE : console.screen();
    }

    @Override
    public boolean isThere() {
        return !gone;
    }

    @Override
    public int read(long waitMs) throws InterruptedException {
        Screen opened = screen();
        if (cancellation.isAsked()) {
            throw new InterruptedException();
        }
        return opened.read(waitMs);
    }

    @Override
    public boolean isOpen() {
        return console != null;
    }

    @Override
    public int rows() {
        return screen().rows();
    }

    @Override
    public int columns() {
        return screen().columns();
    }

    @Override
    public void close() throws IOException {
        if (console != null) {
            console.close();
        }
    }
}
