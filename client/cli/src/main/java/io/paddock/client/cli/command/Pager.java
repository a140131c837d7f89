package io.paddock.client.cli.command;

import io.paddock.client.cli.output.Sink;

/**
 * Stops when the screen is full, until a person has read it: a blank goes on by a page, enter by a line, {@code a} to the end, {@code
 * q} ends it. Then it is like a pipe that nobody reads: the command ends by itself. Ctrl-C does the same and leaves the thread
 * interrupted, so that the command counts as cancelled. It keeps nothing, so it pages through whatever streams.
 *
 * <p>Owned by the thread that executes lines.
 */
final class Pager implements Sink {

    private static final int TAB = 8;
    private static final char ESCAPE = '\u001b';
    private static final int CONTROL_C = 3;
    private static final int CONTROL_D = 4;
    private static final long KEY_WAIT_MS = 1_000;
    private static final String QUESTION = "--more-- (blank: a page, enter: a line, a: all, q: end)";

    /** So many lines fit on most screens: most results end before anybody has to find out how large this one is. */
    private static final int LINES_MIN = 12;

    private static final int COLUMNS_MIN = 80;

    private final Sink sink;
    private final Screen screen;
    private long linesLeft;
    private int columns = COLUMNS_MIN;
    private boolean measured;
    private int column;
    private boolean ended;

    Pager(Sink sink, Screen screen) {
        this.sink = sink;
        this.screen = screen;
        if (screen.isOpen()) {
            measure(0);
        } else {
            linesLeft = LINES_MIN;
        }
    }

    /** One line is for the question. */
    private int page() {
        return Math.max(screen.rows() - 1, 1);
    }

    @Override
    public void out(String text) {
        int start = 0;
        for (int i = 0; i < text.length() && !ended; i++) {
            char c = text.charAt(i);
            if (column >= columns && c != '\n' && c != ESCAPE) {
                nextLine(); // The terminal breaks the line here.
            }
            if (linesLeft <= 0 && !measured) {
                measure(LINES_MIN);
            }
            if (linesLeft <= 0) {
                sink.out(text.substring(start, i));
                start = i;
                ask();
            }
            switch (c) {
                case '\n' -> nextLine();
                case '\t' -> column = (column / TAB + 1) * TAB;
                case ESCAPE -> column -= text.indexOf('m', i) - i; // A colour takes no room.
                default -> column++;
            }
        }
        if (!ended) {
            sink.out(text.substring(start));
        }
    }

    private void measure(int linesShown) {
        measured = true;
        columns = screen.columns();
        linesLeft = page() - linesShown;
    }

    private void nextLine() {
        linesLeft--;
        column = 0;
    }

    private void ask() {
        sink.out(QUESTION);
        sink.flush();
        try {
            int key = Screen.NO_KEY;
            while (!answers(key)) {
                key = screen.read(KEY_WAIT_MS);
            }
        } catch (InterruptedException e) {
            cancel();
        }
        sink.out("\r\u001b[K");
    }

    /** The command ends by itself; the interrupt says why. */
    private void cancel() {
        ended = true;
        Thread.currentThread().interrupt();
    }

    private boolean answers(int key) {
        switch (key) {
            case ' ', 'f' -> linesLeft = page();
            case '\r', '\n', 'j' -> linesLeft = 1;
            case 'a', 'G' -> linesLeft = Long.MAX_VALUE;
            case 'q', 'Q', CONTROL_D, Screen.GONE -> ended = true;
            case CONTROL_C -> cancel();
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public void err(String text) {
        sink.err(text);
    }

    @Override
    public void event(String text) {
        sink.event(text);
    }

    @Override
    public void flush() {
        sink.flush();
    }

    @Override
    public boolean isBroken() {
        return ended || sink.isBroken();
    }

    @Override
    public boolean isTerminal() {
        return sink.isTerminal();
    }

    @Override
    public boolean isErrorTerminal() {
        return sink.isErrorTerminal();
    }
}
