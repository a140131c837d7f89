package io.paddock.client.cli.output;

/**
 * What commands print to. Results go to standard output; errors and what scripts learned to look for there go to standard
 * error (specification, cli 2). What ends on a terminal is made harmless to it.
 *
 * <p>Usable by any thread. The format of a single command is that of {@link #as}.
 */
public final class Output {

    private final Sink sink;
    private final Format format;
    private final Style style;
    private final boolean quiet;

    /**
     * @param style for results; what standard error shows has none unless results have one too
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

    /** The same in another place. */
    public Output to(Sink other) {
        return new Output(other, format, style, quiet);
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

    /** True if a person sees the results. */
    public boolean isTerminal() {
        return sink.isTerminal();
    }

    /** A result. */
    public void show(View view) {
        text(formed(view));
    }

    /** A result that came by itself: it is shown at once, and does not disturb a line that is being typed. */
    public void showNow(View view) {
        sink.event(harmless(formed(view)));
    }

    private String formed(View view) {
        return isJson() ? Json.line(view::json) : view.text(style);
    }

    /** A line that has no other form. */
    public void line(String line) {
        text(line + "\n");
    }

    /** Text that has no other form. */
    public void text(String text) {
        sink.out(harmless(text));
    }

    /** A line for standard error. As JSON it is a warning: what ends a command has a form of its own. */
    public void error(String line) {
        err(
                isJson()
                        ? Json.line(json -> {
                            json.writeStartObject();
                            json.writeStringField("warning", line);
                            json.writeEndObject();
                        })
                        : line + "\n");
    }

    /** What a command ends with that did not succeed, in both forms. */
    public void failure(View view) {
        err(formed(view));
    }

    /** Something that a person may want to know, not a script: only on a terminal. */
    public void hint(String line) {
        if (sink.isErrorTerminal() && !isJson()) {
            err(style.dim(line) + "\n");
        }
    }

    /** Something of the surroundings, such as an event of a watch; {@code quiet} drops it. */
    public void event(String text) {
        if (!quiet) {
            sink.event(harmless(text));
        }
    }

    /** Replaces the line that a person sees; nothing for anybody else. Empty takes it away. */
    public void redraw(String line) {
        if (sink.isErrorTerminal() && !Style.isDumb()) {
            sink.err("\r" + Printable.of(line) + "\u001b[K");
        }
    }

    private void err(String text) {
        sink.err(sink.isErrorTerminal() ? Printable.of(text) : text);
    }

    private String harmless(String text) {
        return sink.isTerminal() ? Printable.of(text) : text;
    }

    public void flush() {
        sink.flush();
    }

    public boolean isBroken() {
        return sink.isBroken();
    }
}
