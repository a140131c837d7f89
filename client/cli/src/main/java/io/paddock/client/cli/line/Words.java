package io.paddock.client.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a typed line into words (specification, cli 4). A word is quoted as a whole or not at all, there is no escape, and a
 * quote that is never closed is dropped. The words of a command line have been cut by the calling shell already.
 */
public final class Words {

    private static final Pattern WORD = Pattern.compile("\\s*([^\"']\\S*|\"[^\"]*\"|'[^']*')\\s*");

    private Words() {}

    /** The words without their quotes; empty for blanks. */
    public static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            String word = matcher.group(1);
            if (!word.isBlank()) {
                words.add(unquoted(word));
            }
        }
        return words;
    }

    private static String unquoted(String word) {
        int last = word.length() - 1;
        char first = word.charAt(0);
        boolean quoted = last > 0 && (first == '"' || first == '\'') && word.charAt(last) == first;
        return quoted ? word.substring(1, last) : word;
    }
}
