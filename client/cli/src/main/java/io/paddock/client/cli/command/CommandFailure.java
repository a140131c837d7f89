package io.paddock.client.cli.command;

/** A command did not succeed. The message is what the user reads, as scripts know it; null if all is said already. */
public class CommandFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final String hint;

    public CommandFailure(String message) {
        this(message, null);
    }

    /** The hint says what to try; null for none. */
    public CommandFailure(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
