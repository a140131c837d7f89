package io.paddock.interop.shell;

/** How a call of the shell ended, and what it printed. */
record ShellOutcome(int exitCode, String out, String err) {

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

    /** What a command printed behind {@code Connecting to} and the first event. */
    String result() {
        String event = "WatchedEvent state:SyncConnected type:None path:null zxid: -1\n";
        int at = out.indexOf(event);
        return at < 0 ? out : out.substring(at + event.length());
    }
}
