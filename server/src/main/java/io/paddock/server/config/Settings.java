package io.paddock.server.config;

import io.paddock.server.config.Problem.Severity;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All that was set, in the file and with {@code -D}, and the problems found on the way. The file beats {@code -D}, and in
 * the file the last entry of a key wins (operations, section 1). Owned by the one reading that made it.
 */
final class Settings {

    private final String file;
    private final Map<String, Setting> entries = new LinkedHashMap<>();
    private final Properties systemProperties;
    private final List<Problem> problems;
    private final Set<Key> asked = new HashSet<>();

    Settings(String file, Collection<Setting> entries, Properties systemProperties, List<Problem> problems) {
        this.file = file;
        for (Setting entry : entries) {
            this.entries.put(entry.key(), entry);
        }
        this.systemProperties = systemProperties;
        this.problems = problems;
    }

    String file() {
        return file;
    }

    /** The entries of the file that count, one per key. */
    Collection<Setting> entries() {
        return entries.values();
    }

    boolean wasAsked(Key key) {
        return asked.contains(key);
    }

    /** Where this key is set, or null. */
    Setting find(Key key) {
        asked.add(key);
        if (key.scope() != Key.Scope.BARE) {
            Setting entry = firstOf(key, entries::get);
            if (entry != null) {
                return entry;
            }
        }
        return switch (key.scope()) {
            case FILE -> null;
            case BARE -> property(key.name());
            case PREFIXED -> firstOf(key, name -> property(Key.PREFIX + name));
            case PREFIXED_OR_BARE -> {
                Setting prefixed = firstOf(key, name -> property(Key.PREFIX + name));
                yield prefixed != null ? prefixed : property(key.name());
            }
        };
    }

    boolean isSet(Key key) {
        return find(key) != null;
    }

    /** The text of a key; its fallback, which may be null, if it is not set. */
    String text(Key key) {
        Setting at = find(key);
        return at == null ? key.fallback() : at.value();
    }

    int int32(Key key) {
        return (int) whole(key, Long.parseLong(key.fallback()), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    int int32(Key key, int computedDefault) {
        return (int) whole(key, computedDefault, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    long int64(Key key) {
        return whole(key, Long.parseLong(key.fallback()), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private long whole(Key key, long fallback, long min, long max) {
        Setting at = find(key);
        if (at == null) {
            return fallback;
        }
        try {
            long number = key.isStrict() ? Long.parseLong(at.value()) : Long.decode(at.value());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException reportedBelow) {
            // Falls through to the report, like a number out of range.
        }
        if (key.isStrict()) {
            refuse(at, "For input string: \"" + at.value() + "\"", "a whole number");
        } else {
            warn(at, "This is not a whole number in range; the default " + fallback + " is used", "a whole number");
        }
        return fallback;
    }

    /** A real number. What cannot be read ends the start, as it always did. */
    double real(Key key) {
        Setting at = find(key);
        if (at != null) {
            try {
                return Double.parseDouble(at.value());
            } catch (NumberFormatException notANumber) {
                report(Severity.UNSTARTABLE, at, "For input string: \"" + at.value() + "\"", "a real number");
            }
        }
        return Double.parseDouble(key.fallback());
    }

    boolean flag(Key key) {
        Setting at = find(key);
        if (at == null) {
            return Boolean.parseBoolean(key.fallback());
        }
        boolean yes = at.value().equalsIgnoreCase("true");
        if (!yes && !at.value().equalsIgnoreCase("false")) {
            if (key.isStrict()) {
                String option = "Invalid option " + at.value() + " for " + key.name();
                refuse(at, option + ". Choose 'true' or 'false.'", "true or false");
            } else {
                warn(at, "Only the word true counts as true; this is false", "true or false");
            }
        }
        return yes;
    }

    /**
     * Values of all keys {@code <prefix><anything>}, by what follows the prefix, sorted. For keys that the file may set
     * without and {@code -D} with {@code zookeeper.}.
     */
    SortedMap<String, String> allUnder(String prefix) {
        SortedMap<String, String> found = new TreeMap<>();
        String propertyPrefix = Key.PREFIX + prefix;
        for (String name : systemProperties.stringPropertyNames()) {
            if (name.startsWith(propertyPrefix)) {
                found.put(name.substring(propertyPrefix.length()), systemProperties.getProperty(name));
            }
        }
        for (Setting entry : entries.values()) {
            if (entry.key().startsWith(prefix)) {
                found.put(entry.key().substring(prefix.length()), entry.value());
            }
        }
        return found;
    }

    /** Reads a value only to complain about it if its form is wrong. */
    void check(Key key) {
        switch (key.form()) {
            case INT -> int32(key, 0);
            case LONG -> whole(key, 0, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLAG -> flag(key);
            case REAL, TEXT -> {}
        }
    }

    void refuse(Setting at, String text, String expected) {
        report(Severity.INVALID, at, text, expected);
    }

    void warn(Setting at, String text, String expected) {
        report(Severity.WARN, at, text, expected);
    }

    /** Several subjects may look at one key; what they say about it is kept once. */
    void report(Severity severity, Setting at, String text, String expected) {
        Problem problem = new Problem(severity, at, text, expected);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private Setting property(String name) {
        String value = systemProperties.getProperty(name);
        return value == null ? null : Setting.property(name, value);
    }

    private static Setting firstOf(Key key, Function<String, Setting> find) {
        Setting found = find.apply(key.name());
        for (int i = 0; found == null && i < key.aliases().size(); i++) {
            found = find.apply(key.aliases().get(i));
        }
        return found;
    }
}
