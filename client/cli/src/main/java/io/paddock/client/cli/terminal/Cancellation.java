package io.paddock.client.cli.terminal;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/** Ctrl-C for a process that executes one command: the first one cancels the command, the second one ends the process. */
public final class Cancellation {

    /** As a shell reports what Ctrl-C has ended. */
    private static final int CODE = 130;

    private Cancellation() {}

    /** Interrupts this thread from now on; the result is what Ctrl-C does. */
    public static Runnable of(Thread executor) {
        AtomicBoolean wasAsked = new AtomicBoolean();
        Runnable cancel = () -> {
            if (wasAsked.getAndSet(true)) {
                Runtime.getRuntime().exit(CODE);
            }
            executor.interrupt();
        };
        Signals.register("INT", cancel);
        return cancel;
    }
}
