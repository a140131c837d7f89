package io.paddock.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A remedy that is switched off, as a change of the source: one file in {@code src-test/simulation/mutations}. Its head says
 * {@code hazard}, {@code remedy}, {@code caught by} (one of {@link Scenarios}, or {@code seeds A to B}) and {@code
 * breaks} (a property, or {@code story} if the scenario ends differently). Then, for each change, {@code in} and a file,
 * lines with {@code -} that stand there now, and lines with {@code +} that stand there instead. Blanks and line ends do not
 * matter.
 */
record Mutation(String name, Map<String, String> head, List<Change> changes) {

    static final String DIRECTORY = "src-test/simulation/mutations";

    private static final Pattern SEEDS = Pattern.compile("seeds (\\d+) to (\\d+)");

    /** @param file from the root of the checkout on */
    record Change(String file, String old, String replacement) {

        private Pattern pattern() {
            StringBuilder regex = new StringBuilder();
            for (String word : old.strip().split("\\s+")) {
                regex.append(regex.length() == 0 ? "" : "\\s+").append(Pattern.quote(word));
            }
            return Pattern.compile(regex.toString());
        }

        String applyTo(String source) {
            Matcher matcher = pattern().matcher(source);
            if (!matcher.find()) {
                throw new IllegalStateException(file + " does not hold any more:\n" + old);
            }
            String changed = source.substring(0, matcher.start()) + replacement + source.substring(matcher.end());
            if (matcher.find()) {
                throw new IllegalStateException(file + " holds more than once:\n" + old);
            }
            return changed;
        }
    }

    static List<Mutation> all(Path root) throws IOException {
        List<Mutation> mutations = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve(DIRECTORY))) {
            for (Path file : files.sorted().toList()) {
                mutations.add(read(file));
            }
        }
        return mutations;
    }

    private static Mutation read(Path path) throws IOException {
        Map<String, String> head = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        String file = null;
        StringBuilder old = new StringBuilder();
        StringBuilder replacement = new StringBuilder();
        for (String line : Files.readAllLines(path)) {
            boolean begins = line.startsWith("in ") || line.startsWith("-") && replacement.length() > 0;
            if (begins && old.length() > 0) {
                changes.add(new Change(file, old.toString(), replacement.toString()));
                old.setLength(0);
                replacement.setLength(0);
            }
            if (line.startsWith("in ")) {
                file = line.substring(3).strip();
            } else if (line.startsWith("-")) {
                old.append(line.substring(1)).append('\n');
            } else if (line.startsWith("+")) {
                replacement.append(line.substring(1)).append('\n');
            } else if (!line.isBlank()) {
                int colon = line.indexOf(':');
                head.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        changes.add(new Change(file, old.toString(), replacement.toString()));
        return new Mutation(path.getFileName().toString().replaceFirst("[.]txt$", ""), head, changes);
    }

    /** The changed files, by their place in the checkout. */
    Map<String, String> sources(Path root) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Change change : changes) {
            String source = sources.get(change.file());
            if (source == null) {
                source = Files.readString(root.resolve(change.file()));
            }
            sources.put(change.file(), change.applyTo(source));
        }
        return sources;
    }

    String caughtBy() {
        return head.get("caught by");
    }

    String breaks() {
        return head.get("breaks");
    }

    /** The first and the last seed; null if it is a scenario that catches this one. */
    long[] seeds() {
        Matcher matcher = SEEDS.matcher(caughtBy());
        return matcher.matches()
                ? new long[] {Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))}
                : null;
    }

    /** As the documentation has it. */
    String row() {
        return "| " + head.get("hazard") + " | " + head.get("remedy") + " | `" + name + "` | " + caughtBy() + " | "
                + breaks() + " |";
    }

    @Override
    public String toString() {
        return name;
    }
}
