package io.paddock.server.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The words {@code wchs}, {@code wchc} and {@code wchp}: who watches what. */
final class WatchText {

    private WatchText() {}

    static String wchs(Map<Long, ? extends Collection<String>> watches) {
        Set<String> paths = new HashSet<>();
        long total = 0;
        for (Collection<String> ofSession : watches.values()) {
            paths.addAll(ofSession);
            total += ofSession.size();
        }
        return watches.size() + " connections watching " + paths.size() + " paths\nTotal watches:" + total + "\n";
    }

    static String wchc(Map<Long, ? extends Collection<String>> watches) {
        StringBuilder text = new StringBuilder();
        watches.forEach((session, paths) -> {
            text.append("0x").append(Long.toHexString(session)).append('\n');
            paths.forEach(path -> text.append('\t').append(path).append('\n'));
        });
        return text.append('\n').toString();
    }

    static String wchp(Map<Long, ? extends Collection<String>> watches) {
        Map<String, List<Long>> byPath = new TreeMap<>();
        watches.forEach((session, paths) -> paths.forEach(path ->
                byPath.computeIfAbsent(path, absent -> new ArrayList<>()).add(session)));
        StringBuilder text = new StringBuilder();
        byPath.forEach((path, sessions) -> {
            text.append(path).append('\n');
            sessions.forEach(session ->
                    text.append("\t0x").append(Long.toHexString(session)).append('\n'));
        });
        return text.append('\n').toString();
    }
}
