package io.paddock.client.cli.line;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of this run, numbered from 0, as {@code history} shows them and {@code redo} repeats them.
 *
 * <p>Owned by the thread that executes the lines.
 */
public final class LineHistory {

    private static final int SHOWN = 11;

    /**
     * A line as {@code history} shows it.
     *
     * @param line null for a command that was on the command line
     */
    public record Entry(int number, String line) {}

    private final List<String> lines = new ArrayList<>();
    private int count;

    /** The number of the next line to be executed, which is also the number in the prompt. */
    public int count() {
        return count;
    }

    /** Notes the line that is about to be executed; a second call replaces it, which is what {@code redo} does. */
    public void note(String line) {
        if (lines.size() > count) {
            lines.set(count, line);
        } else {
            lines.add(line);
        }
    }

    /** The noted line has been executed. */
    public void advance() {
        count++;
    }

    /** A line that was executed before; null if the number is out of range. */
    public String executed(int number) {
        return number < 0 || number >= count ? null : lines.get(number);
    }

    /** The last eleven, the current one included. */
    public List<Entry> shown() {
        List<Entry> shown = new ArrayList<>();
        for (int number = Math.max(0, count - SHOWN + 1); number <= count; number++) {
            shown.add(new Entry(number, number < lines.size() ? lines.get(number) : null));
        }
        return shown;
    }
}
