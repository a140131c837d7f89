package io.paddock.client.cli.output;

/**
 * What commands print to. Results go to standard output; errors and what scripts learned to look for there go to standard
 * error (specification, cli 2).
 *
 * <p>Usable by any thread. The format of a single command is that of {@link #as}.
 */
public final class Output {

    private final Sink sink;
    private final Format format;
    private final Style style;
    private final boolean quiet;

    /**
     * @param style for standard output and standard error alike
     * @param quiet true if results only are wanted: no banner, no events
     */
    public Output(Sink sink, Format format, Style style, boolean quiet) {
        this.sink = sink;
        this.format = format;
        this.style = style;
        this.quiet = quiet;
    }

    /** The same place in another format. */
    public Output as(Format other) {
        return other == format ? this : new Output(sink, other, style, quiet);
    }

    public Sink sink() {
        return sink;
    }

    public Style style() {
        return style;
    }

    public boolean isJson() {
        return format == Format.JSON;
    }

    public boolean isQuiet() {
        return quiet;
    }

    public boolean isTerminal() {
        return sink.columns() > 0;
    }

    /** A result. */
    public void show(View view) {
        sink.out(isJson() ? Json.line(view::json) : view.text(style));
    }

    /** A line of a result that has no other form. */
    public void line(String line) {
        sink.out(line + "\n");
    }

    /** A line for standard error. */
    public void error(String line) {
        sink.err(line + "\n");
    }

    /** Something that a person may want to know, not a script: only on a terminal. */
    public void hint(String line) {
        if (isTerminal()) {
            sink.err(style.dim(line) + "\n");
        }
    }

    /** Something of the surroundings, such as an event of a watch; {@code quiet} drops it. */
    public void event(String text) {
        if (!quiet) {
            sink.event(text);
        }
    }

    public void flush() {
        sink.flush();
    }

    public boolean isBroken() {
        return sink.isBroken();
    }
}
