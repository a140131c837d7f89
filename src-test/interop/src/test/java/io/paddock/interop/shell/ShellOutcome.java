package io.paddock.interop.shell;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** How a call of the shell ended, and what it printed. */
record ShellOutcome(int exitCode, String out, String err) {

    /** Its two parts are printed one after the other, and the answer to a command may come between them. */
    private static final Pattern EVENT = Pattern.compile("\nWATCHER::\n|\nWatchedEvent (.*)\n");

    /** Without what differs from run to run, and without what only the line editor says. */
    ShellOutcome normalized() {
        return new ShellOutcome(exitCode, normalized(out), normalized(err));
    }

    private static String normalized(String text) {
        return text.replaceAll("(ctime|mtime) = .*", "$1 = T")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "SERVER")
                .replaceAll("CLI version: .*", "CLI version: V")
                .replaceAll("(?m)^.*org\\.jline\\.utils\\.Log.*\n", "")
                .replaceAll("(?m)^WARNING: Unable to create a system terminal.*\n", "")
                .replaceAll("\\(CONNECTING\\)", "(CONNECTED)");
    }

    /** The events, in order. */
    List<String> events() {
        return EVENT.matcher(out)
                .results()
                .map(event -> event.group(1))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What was printed besides: events come when they come, between prompts or behind them. */
    ShellOutcome withoutEvents() {
        return new ShellOutcome(exitCode, EVENT.matcher(out).replaceAll(""), err);
    }
}
