package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a server has printed: entries of its log, each with the lines that belong to it, and lines outside of the log. */
record Printed(String text, List<String> entries) {

    private static final Pattern ENTRY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} \\[.*");

    static Printed by(ServerProcess server) throws IOException {
        return of(server.log());
    }

    static Printed of(String text) {
        List<String> entries = new ArrayList<>();
        text.lines().forEach(line -> {
            if (ENTRY.matcher(line).matches() || entries.isEmpty()) {
                entries.add(line);
            } else {
                entries.set(entries.size() - 1, entries.get(entries.size() - 1) + "\n" + line);
            }
        });
        return new Printed(text, entries);
    }

    List<String> errors() {
        return ofLevel("ERROR");
    }

    List<String> warnings() {
        return ofLevel("WARN");
    }

    private List<String> ofLevel(String level) {
        return entries.stream().filter(entry -> entry.contains(" - " + level)).toList();
    }

    void hasNoStackTrace() {
        assertThat(text).doesNotContain("\tat ", "Exception in thread");
    }
}
