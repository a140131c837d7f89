package io.paddock.server.runtime;

/** Told, by any thread and at most once with effect, that this server cannot go on. */
@FunctionalInterface
public interface FatalHandler {

    /** @param thread whose outermost loop met the cause */
    void fatal(String thread, Throwable cause);
}
