package io.paddock.client.cli.command;

/** The keyboard, for commands that go on until a key is pressed. Used by the thread that executes lines. */
@FunctionalInterface
public interface Keys {

    /** No keyboard: only an interrupt ends the waiting. */
    Keys NONE = waitMs -> {
        Thread.sleep(waitMs);
        return false;
    };

    /** Waits so long for a key; true if one was pressed. */
    boolean await(long waitMs) throws InterruptedException;
}
