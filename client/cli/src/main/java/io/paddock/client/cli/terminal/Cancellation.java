package io.paddock.client.cli.terminal;

import org.jline.utils.Signals;

/**
 * Ctrl-C for a process that executes one command: the first one cancels the command, the second one ends the process.
 *
 * <p>Usable by any thread.
 */
public final class Cancellation {

    /** As a shell reports what Ctrl-C has ended. */
    private static final int CODE = 130;

    private final Thread executor;
    private volatile boolean asked;

    private Cancellation(Thread executor) {
        this.executor = executor;
    }

    /** From now on Ctrl-C interrupts this thread. */
    public static Cancellation of(Thread executor) {
        Cancellation cancellation = new Cancellation(executor);
        Signals.register("INT", cancellation::onInterrupt);
        return cancellation;
    }

    void onInterrupt() {
        if (asked) {
            Runtime.getRuntime().exit(CODE);
        }
        asked = true;
        executor.interrupt();
    }

    /** True if the command is to end. Its interrupt may have got lost while a terminal was being opened. */
    boolean isAsked() {
        return asked;
    }
}
