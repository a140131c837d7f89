package io.paddock.client.cli.command;

/** A command of the shell. Without state: one object serves all its calls. */
public interface Command {

    /** The same at every call. */
    CommandSpec spec();

    /**
     * Does what was asked and prints what came out.
     *
     * @throws CommandFailure if it did not succeed; so do the failures of the client and of the options
     * @throws InterruptedException when the user cancels it
     */
    void run(Invocation in) throws CommandFailure, InterruptedException;
}
