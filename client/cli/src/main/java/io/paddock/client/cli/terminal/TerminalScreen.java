package io.paddock.client.cli.terminal;

import io.paddock.client.cli.command.Screen;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** The keyboard and the screen of an open terminal. Used by the thread that executes lines. */
final class TerminalScreen implements Screen {

    private static final int ROWS = 24;
    private static final int COLUMNS = 80;

    private final Terminal terminal;

    TerminalScreen(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public int read(long waitMs) throws InterruptedException {
        Attributes before = terminal.enterRawMode();
        try {
            int key = terminal.reader().read(waitMs);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return key == NonBlockingReader.READ_EXPIRED ? NO_KEY : key < 0 ? GONE : key;
        } catch (InterruptedIOException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            return GONE;
        } finally {
            terminal.setAttributes(before);
        }
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public int rows() {
        if (terminal.getType().startsWith("dumb")) {
            return Integer.MAX_VALUE; // It has its own ways to scroll.
        }
        return terminal.getHeight() > 0 ? terminal.getHeight() : ROWS;
    }

    @Override
    public int columns() {
        return terminal.getWidth() > 0 ? terminal.getWidth() : COLUMNS;
    }
}
