package io.paddock.server.config;

import java.util.List;
import java.util.Locale;

/**
 * A key with its value, and where it was written.
 *
 * @param source the file, or {@link #COMMAND_LINE}
 * @param line first line of the entry in its file, from 1; 0 if there is none
 */
public record Setting(String key, String value, String source, int line) {

    static final String COMMAND_LINE = "-D";

    /** Parts of the names of keys with secrets, in lower case, and of such names misspelt. */
    private static final List<String> SECRETS = List.of("passw", "pasw", "secret", "provider.superd");

    /** A key that should be in the file and is not. */
    static Setting missing(String key, String file) {
        return new Setting(key, null, file, 0);
    }

    static Setting property(String name, String value) {
        return new Setting(name, value, COMMAND_LINE, 0);
    }

    boolean isFromFile() {
        return line > 0;
    }

    String where() {
        if (source.equals(COMMAND_LINE)) {
            return COMMAND_LINE + key;
        }
        return line > 0 ? source + ":" + line : source;
    }

    /** {@code key=value}, without what must not get into a log. */
    String shown() {
        String name = key.toLowerCase(Locale.ROOT);
        boolean secret = SECRETS.stream().anyMatch(name::contains);
        return key + "=" + (secret ? "***" : value);
    }
}
