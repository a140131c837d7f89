package io.paddock.server.watch;

import io.paddock.common.Path;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.protocol.WatchType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The rules of section 5 once more, as slow and plain as possible: a set of all watches. */
final class WatchModel {

    record Watch(Path path, String watcher, WatchKind kind) {}

    private final Set<Watch> watches = new HashSet<>();

    void add(Path path, String watcher, WatchKind kind) {
        watches.add(new Watch(path, watcher, kind));
    }

    boolean holds(Path path, String watcher, WatchType type) {
        return watches.stream().anyMatch(asked(path, watcher, type));
    }

    boolean remove(Path path, String watcher, WatchType type) {
        return watches.removeIf(asked(path, watcher, type));
    }

    void removeAll(String watcher) {
        watches.removeIf(watch -> watch.watcher.equals(watcher));
    }

    Set<String> fire(WatchEventType type, Path path) {
        Set<String> told = new HashSet<>();
        if (type != WatchEventType.NODE_CHILDREN_CHANGED) {
            look(told, path, WatchKind.DATA, WatchKind.PERSISTENT);
            for (Watch watch : watches) {
                if (watch.kind == WatchKind.RECURSIVE && watch.path.isPrefixOf(path)) {
                    told.add(watch.watcher);
                }
            }
        }
        if (type == WatchEventType.NODE_CHILDREN_CHANGED || type == WatchEventType.NODE_DELETED) {
            look(told, path, WatchKind.CHILD, WatchKind.PERSISTENT);
        }
        return told;
    }

    private void look(Set<String> told, Path path, WatchKind standard, WatchKind persistent) {
        for (Watch watch : Set.copyOf(watches)) {
            if (watch.path.equals(path) && (watch.kind == standard || watch.kind == persistent)) {
                told.add(watch.watcher);
                if (watch.kind == standard) {
                    watches.remove(watch);
                }
            }
        }
    }

    int watchCount() {
        return pairs(List.of(WatchKind.DATA, WatchKind.PERSISTENT, WatchKind.RECURSIVE))
                + pairs(List.of(WatchKind.CHILD, WatchKind.PERSISTENT));
    }

    WatchSummary dataSummary() {
        List<Watch> data =
                watches.stream().filter(watch -> watch.kind != WatchKind.CHILD).toList();
        return new WatchSummary(
                (int) data.stream().map(Watch::watcher).distinct().count(),
                (int) data.stream().map(Watch::path).distinct().count(),
                pairs(List.of(WatchKind.DATA, WatchKind.PERSISTENT, WatchKind.RECURSIVE)));
    }

    private int pairs(List<WatchKind> kinds) {
        return (int) watches.stream()
                .filter(watch -> kinds.contains(watch.kind))
                .map(watch -> new Watch(watch.path, watch.watcher, null))
                .distinct()
                .count();
    }

    private static Predicate<Watch> asked(Path path, String watcher, WatchType type) {
        return watch -> watch.path.equals(path)
                && watch.watcher.equals(watcher)
                && switch (type) {
                    case CHILDREN -> watch.kind == WatchKind.CHILD;
                    case DATA -> watch.kind == WatchKind.DATA;
                    case ANY -> true;
                    case PERSISTENT -> watch.kind == WatchKind.PERSISTENT;
                    case PERSISTENT_RECURSIVE -> watch.kind == WatchKind.RECURSIVE;
                };
    }
}
