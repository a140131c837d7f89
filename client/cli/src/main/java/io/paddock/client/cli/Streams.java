package io.paddock.client.cli;

/**
 * Which of the three standard streams are a terminal.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 */
record Streams(boolean in, boolean out, boolean err) {

    /** What {@code zkCli.sh} found out: the numbers of those that are. Java itself only knows whether the first two both are. */
    private static final String PROPERTY = "paddock.shell.terminals";

    static Streams ofProcess() {
        String known = System.getProperty(PROPERTY);
        if (known == null) {
            boolean all = System.console() != null;
            return new Streams(all, all, all);
        }
        return new Streams(known.contains("0"), known.contains("1"), known.contains("2"));
    }

    /** True if a person can be talked to. */
    boolean isConversation() {
        return in && out;
    }
}
