package io.paddock.client.cli.output;

/**
 * Makes text harmless to a terminal. Names, access control lists and configurations come from whoever may write them; a terminal
 * takes some characters as orders. Those are written as {@code \}{@code u001b}, which is also what they are in JSON.
 */
public final class Printable {

    private Printable() {}

    /** The text without orders to the terminal, except line ends, tabs and the colours of {@link Style}. */
    public static String of(String text) {
        int i = 0;
        while (i < text.length() && !isOrder(text, i)) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder harmless = new StringBuilder(text.length() + 16).append(text, 0, i);
        for (; i < text.length(); i++) {
            if (isAlone(text, i) && Style.isMark(text.charAt(i))) {
                harmless.append(Style.order(text.charAt(i)));
            } else if (isOrder(text, i)) {
                escape(text.charAt(i), harmless);
            } else {
                harmless.append(text.charAt(i));
            }
        }
        return harmless.toString();
    }

    /** True if a terminal shows nothing but the text itself. */
    public static boolean isHarmless(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isOrder(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOrder(String text, int at) {
        char c = text.charAt(at);
        if (c >= ' ' && c < 0x7f || c == '\n' || c == '\t') {
            return false;
        }
        if (c == '\r') {
            return at + 1 == text.length() || text.charAt(at + 1) != '\n';
        }
        return Character.isISOControl(c) || turnsDirection(c) || c == '\u2028' || c == '\u2029' || isAlone(text, at);
    }

    /** Of text: by these, a name is shown as another one. */
    private static boolean turnsDirection(char c) {
        return c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069' || c == '\u200e' || c == '\u200f';
    }

    /** Half a character. */
    private static boolean isAlone(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static void escape(char c, StringBuilder to) {
        to.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            to.append(Character.forDigit(c >> shift & 15, 16));
        }
    }
}
