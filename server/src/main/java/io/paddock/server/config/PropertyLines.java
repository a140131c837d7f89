package io.paddock.server.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the Java properties format (ISO-8859-1) and remembers the line of each entry, which {@code java.util.Properties}
 * does not. Same rules as there: comments, continued lines, escapes, three separators. In addition keys and values are
 * trimmed at both ends (operations, section 1.1).
 */
final class PropertyLines {

    private final String source;
    private final String[] lines;
    private final List<Setting> settings = new ArrayList<>();
    private int next;

    private PropertyLines(String text, String source) {
        this.source = source;
        this.lines = text.split("\r\n|\r|\n", -1);
    }

    /** All entries in file order, duplicates included. A broken escape goes to {@code problems}. */
    static List<Setting> parse(String text, String source, List<Problem> problems) {
        PropertyLines reader = new PropertyLines(text, source);
        reader.readAll(problems);
        return reader.settings;
    }

    private void readAll(List<Problem> problems) {
        while (next < lines.length) {
            int line = next + 1;
            String entry = logicalLine();
            if (entry.isEmpty()) {
                continue;
            }
            int keyEnd = keyEnd(entry);
            int valueStart = valueStart(entry, keyEnd);
            try {
                String key = unescape(entry.substring(0, keyEnd)).trim();
                String value = unescape(entry.substring(valueStart)).trim();
                settings.add(new Setting(key, value, source, line));
            } catch (IllegalArgumentException brokenEscape) {
                Setting at = new Setting(entry.substring(0, keyEnd), entry.substring(valueStart), source, line);
                problems.add(new Problem(
                        Problem.Severity.INVALID, at, "Error processing " + source, "four hex digits after \\u"));
            }
        }
    }

    /** The next entry with its continuation lines joined; empty for a blank line or a comment. */
    private String logicalLine() {
        String first = stripBlanks(lines[next++]);
        if (first.startsWith("#") || first.startsWith("!")) {
            return "";
        }
        StringBuilder entry = new StringBuilder(first);
        while (isContinued(entry)) {
            entry.setLength(entry.length() - 1);
            if (next == lines.length) {
                break;
            }
            entry.append(stripBlanks(lines[next++]));
        }
        return entry.toString();
    }

    private static boolean isContinued(CharSequence entry) {
        int backslashes = 0;
        while (backslashes < entry.length() && entry.charAt(entry.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static int keyEnd(String entry) {
        for (int i = 0; i < entry.length(); i++) {
            char c = entry.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '=' || c == ':' || isBlank(c)) {
                return i;
            }
        }
        return entry.length();
    }

    private static int valueStart(String entry, int keyEnd) {
        int i = skipBlanks(entry, keyEnd);
        if (i < entry.length() && (entry.charAt(i) == '=' || entry.charAt(i) == ':')) {
            i = skipBlanks(entry, i + 1);
        }
        return i;
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 't' -> plain.append('\t');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 'f' -> plain.append('\f');
                case 'u' -> {
                    plain.append(unicode(text, i + 1));
                    i += 4;
                }
                default -> plain.append(escaped);
            }
        }
        return plain.toString();
    }

    private static char unicode(String text, int start) {
        if (start + 4 > text.length()) {
            throw new IllegalArgumentException("short unicode escape");
        }
        int code = 0;
        for (int i = start; i < start + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                throw new IllegalArgumentException("bad unicode escape");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private static String stripBlanks(String line) {
        return line.substring(skipBlanks(line, 0));
    }

    private static int skipBlanks(String text, int from) {
        int i = from;
        while (i < text.length() && isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }
}
