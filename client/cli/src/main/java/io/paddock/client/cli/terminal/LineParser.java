package io.paddock.client.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Cuts the line that is being typed for completion. It refuses nothing and has no escape: what {@code Words} makes of the
 * line in the end is none of its business.
 */
final class LineParser implements Parser {

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        List<String> words = new ArrayList<>();
        int at = 0;
        int start = 0;
        char quote = 0;
        boolean inWord = false;
        for (; at < cursor; at++) {
            char c = line.charAt(at);
            if (!inWord && c != ' ') {
                inWord = true;
                start = at;
                quote = c == '"' || c == '\'' ? c : 0;
            } else if (inWord && (quote == 0 ? c == ' ' : c == quote)) {
                words.add(line.substring(quote == 0 ? start : start + 1, at));
                inWord = false;
                quote = 0;
            }
        }
        String last = inWord ? line.substring(start, cursor) : "";
        char open = inWord ? quote : 0;
        words.add(open == 0 ? last : last.substring(1));
        return new Typed(line, cursor, words, last, open);
    }

    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }

    /**
     * @param raw the last word as it stands in the line
     * @param quote that it began with and that is still open; 0 for none
     */
    private record Typed(String line, int cursor, List<String> words, String raw, char quote)
            implements CompletingParsedLine {

        @Override
        public String word() {
            return words.get(words.size() - 1);
        }

        @Override
        public int wordCursor() {
            return word().length();
        }

        @Override
        public int wordIndex() {
            return words.size() - 1;
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            String text = candidate.toString();
            if (quote != 0) {
                return quote + text + (complete ? quote : "");
            }
            return text.indexOf(' ') >= 0 ? '"' + text + (complete ? "\"" : "") : text;
        }

        @Override
        public int rawWordCursor() {
            return raw.length();
        }

        @Override
        public int rawWordLength() {
            return raw.length();
        }
    }
}
