package io.paddock.client.cli.output;

/** Colours, or none. Immutable. */
public final class Style {

    /** For everything that is no terminal. */
    public static final Style PLAIN = new Style(false);

    /** For a terminal. */
    public static final Style COLOURED = new Style(true);

    private final boolean coloured;

    private Style(boolean coloured) {
        this.coloured = coloured;
    }

    public boolean isColoured() {
        return coloured;
    }

    /** What is less important. */
    public String dim(String text) {
        return coloured("2", text);
    }

    /** Names of znodes that have children. */
    public String parent(String text) {
        return coloured("1;34", text);
    }

    /** What goes with its session. */
    public String ephemeral(String text) {
        return coloured("33", text);
    }

    public String good(String text) {
        return coloured("32", text);
    }

    public String bad(String text) {
        return coloured("31", text);
    }

    private String coloured(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
