package io.paddock.client.cli.output;

/** Where text goes. Each call writes its text as a whole; usable by any thread. */
public interface Sink {

    /** Results. */
    void out(String text);

    /** Errors, and what scripts do not read. */
    void err(String text);

    /** Results that came from somewhere else than the running command, with line ends around them. */
    default void event(String text) {
        out(text);
        flush();
    }

    void flush();

    /** True when nobody reads the results any more, as behind {@code | head}. */
    boolean isBroken();

    /** True if results appear on a terminal: what they hold must not move its cursor. */
    default boolean isTerminal() {
        return false;
    }

    /** True if errors appear on a terminal. */
    default boolean isErrorTerminal() {
        return false;
    }
}
