package io.paddock.server.config;

import java.util.List;

/**
 * A row of the table {@link Keys}.
 *
 * @param name as the file writes it
 * @param fallback the value when nobody sets it; null if it is computed or there is none
 * @param aliases names that also count, here and as {@code -Dzookeeper.}; the name itself goes first
 * @param ensemble true if only a member of an ensemble reads it
 */
record Key(String name, Scope scope, Form form, String fallback, List<String> aliases, boolean ensemble) {

    /** Where a key may be set. */
    enum Scope {
        /** Only in the file. Values are read strictly: what is wrong refuses the configuration. */
        FILE,
        /** In the file, or as {@code -Dzookeeper.<name>}. Read with Java's tolerant rules: wrong values are the default. */
        PREFIXED,
        /** Like PREFIXED, and as {@code -D<name>} too. */
        PREFIXED_OR_BARE,
        /** Only as {@code -D<name>}; in the file it has no effect. */
        BARE
    }

    enum Form {
        INT,
        LONG,
        REAL,
        FLAG,
        TEXT
    }

    static final String PREFIX = "zookeeper.";

    boolean isStrict() {
        return scope == Scope.FILE;
    }
}
