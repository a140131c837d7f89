package io.paddock.client.cli.output;

import java.util.List;

/**
 * Colours, or none. In the text they are marks until {@link Printable} makes orders to the terminal of them: so whatever else looks
 * like such an order came from somewhere else. A mark is half a character, which no text has that was decoded from bytes.
 * Immutable.
 */
public final class Style {

    /** For everything that is no terminal. */
    public static final Style PLAIN = new Style(false);

    /** For a terminal. */
    public static final Style COLOURED = new Style(true);

    private static final char FIRST_MARK = '\udc00';
    private static final List<String> CODES = List.of("0", "2", "1;34", "33", "32", "31");
    private static final int END = 0;
    private static final int DIM = 1;
    private static final int PARENT = 2;
    private static final int EPHEMERAL = 3;
    private static final int GOOD = 4;
    private static final int BAD = 5;

    private final boolean coloured;

    private Style(boolean coloured) {
        this.coloured = coloured;
    }

    /** Coloured, unless the terminal cannot, or the environment says so (no-color.org). */
    public static Style ofTerminal() {
        String wish = System.getenv("NO_COLOR");
        return isDumb() || wish != null && !wish.isEmpty() ? PLAIN : COLOURED;
    }

    /** True if the terminal takes no orders, such as one inside an editor. */
    static boolean isDumb() {
        String type = System.getenv("TERM");
        return type == null || type.startsWith("dumb");
    }

    public boolean isColoured() {
        return coloured;
    }

    /** What is less important. */
    public String dim(String text) {
        return coloured(DIM, text);
    }

    /** Names of znodes that have children. */
    public String parent(String text) {
        return coloured(PARENT, text);
    }

    /** What goes with its session. */
    public String ephemeral(String text) {
        return coloured(EPHEMERAL, text);
    }

    public String good(String text) {
        return coloured(GOOD, text);
    }

    public String bad(String text) {
        return coloured(BAD, text);
    }

    /** Knows about halves of characters that stand alone. */
    static boolean isMark(char half) {
        return half >= FIRST_MARK && half < FIRST_MARK + CODES.size();
    }

    /** The order to the terminal that a mark stands for. */
    static String order(char mark) {
        return "\u001b[" + CODES.get(mark - FIRST_MARK) + "m";
    }

    private static char mark(int code) {
        return (char) (FIRST_MARK + code);
    }

    private String coloured(int code, String text) {
        return coloured ? mark(code) + text + mark(END) : text;
    }
}
