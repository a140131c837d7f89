package io.paddock.client.watch;

import io.paddock.client.Watcher;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.protocol.WatchType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The watches of one client, by the server's paths. A watch is entered when the reply that set it arrives, so every event
 * finds the watchers that were there before it (specification, client protocol 5.8).
 *
 * <p>Owned by the I/O thread.
 */
public final class WatchTable {

    /** The one-shot watches; the server holds the first two in one register. */
    public enum OneShot {
        /** On a znode that was there. */
        DATA,
        /** On one that was missing. */
        EXIST,
        CHILD
    }

    private final Map<String, Set<Watcher>> data = new LinkedHashMap<>();
    private final Map<String, Set<Watcher>> exist = new LinkedHashMap<>();
    private final Map<String, Set<Watcher>> child = new LinkedHashMap<>();
    private final Map<String, List<PersistentWatch>> persistent = new LinkedHashMap<>();
    private final Map<String, List<PersistentWatch>> recursive = new LinkedHashMap<>();

    public void add(OneShot kind, String path, Watcher watcher) {
        oneShot(kind).computeIfAbsent(path, key -> new LinkedHashSet<>(2)).add(watcher);
    }

    public void add(PersistentWatch watch) {
        lasting(watch.mode())
                .computeIfAbsent(watch.path(), key -> new ArrayList<>(1))
                .add(watch);
    }

    /** Takes this one away; false if it was not there. */
    public boolean remove(PersistentWatch watch) {
        Map<String, List<PersistentWatch>> table = lasting(watch.mode());
        List<PersistentWatch> onPath = table.get(watch.path());
        boolean removed = onPath != null && onPath.remove(watch);
        if (removed && onPath.isEmpty()) {
            table.remove(watch.path());
        }
        return removed;
    }

    /** Takes this one-shot watcher away, whatever it waits for on the path. */
    public void forget(String path, Watcher watcher) {
        for (Map<String, Set<Watcher>> table : List.of(data, exist, child)) {
            Set<Watcher> onPath = table.get(path);
            if (onPath != null && onPath.remove(watcher) && onPath.isEmpty()) {
                table.remove(path);
            }
        }
    }

    /** True if any watch of this mode is on the path. */
    public boolean has(String path, AddWatchMode mode) {
        return lasting(mode).containsKey(path);
    }

    /** The watchers to tell of this event, each once; those that were one-shot are gone then. */
    public Collection<Watcher> fire(WatchEventType type, String path) {
        Set<Watcher> told = new LinkedHashSet<>();
        switch (type) {
            case NODE_CREATED, NODE_DATA_CHANGED -> {
                take(data, path, told);
                take(exist, path, told);
            }
            case NODE_DELETED -> {
                take(data, path, told);
                take(exist, path, told);
                take(child, path, told);
            }
            case NODE_CHILDREN_CHANGED -> take(child, path, told);
        }
        List<Watcher> all = new ArrayList<>(told);
        collect(persistent, path, all);
        if (type != WatchEventType.NODE_CHILDREN_CHANGED && !recursive.isEmpty()) {
            // The server cannot filter these for a connection that also watches children (client protocol 5.3).
            for (String at = path; at != null; at = parent(at)) {
                collect(recursive, at, all);
            }
        }
        return all;
    }

    /** Takes away all watches of this type on the path, and gives their watchers. */
    public Collection<Watcher> removeAll(String path, WatchType type) {
        Set<Watcher> told = new LinkedHashSet<>();
        if (type == WatchType.CHILDREN || type == WatchType.ANY) {
            take(child, path, told);
        }
        if (type == WatchType.DATA || type == WatchType.ANY) {
            take(data, path, told);
            take(exist, path, told);
        }
        List<Watcher> all = new ArrayList<>(told);
        if (type == WatchType.PERSISTENT || type == WatchType.ANY) {
            takeLasting(persistent, path, all);
        }
        if (type == WatchType.PERSISTENT_RECURSIVE || type == WatchType.ANY) {
            takeLasting(recursive, path, all);
        }
        return all;
    }

    /** Shows every watch that stays: the path, and its watcher. */
    public void forEachLasting(BiConsumer<String, Watcher> action) {
        for (Map<String, List<PersistentWatch>> table : List.of(persistent, recursive)) {
            table.forEach((path, watches) -> watches.forEach(watch -> action.accept(path, watch.watcher())));
        }
    }

    /** Forgets the one-shot watches, and shows each: the path, and its watcher. */
    public void clearOneShot(BiConsumer<String, Watcher> action) {
        for (Map<String, Set<Watcher>> table : List.of(data, exist, child)) {
            table.forEach((path, watchers) -> watchers.forEach(watcher -> action.accept(path, watcher)));
            table.clear();
        }
    }

    /** Forgets the watches that stay, and shows each: the path, and its watcher. */
    public void clearLasting(BiConsumer<String, Watcher> action) {
        forEachLasting(action);
        persistent.clear();
        recursive.clear();
    }

    public Collection<String> paths(OneShot kind) {
        return oneShot(kind).keySet();
    }

    public Collection<String> paths(AddWatchMode mode) {
        return lasting(mode).keySet();
    }

    private Map<String, Set<Watcher>> oneShot(OneShot kind) {
        return switch (kind) {
            case DATA -> data;
            case EXIST -> exist;
            case CHILD -> child;
        };
    }

    private Map<String, List<PersistentWatch>> lasting(AddWatchMode mode) {
        return mode == AddWatchMode.PERSISTENT ? persistent : recursive;
    }

    private static void take(Map<String, Set<Watcher>> table, String path, Set<Watcher> to) {
        Set<Watcher> found = table.remove(path);
        if (found != null) {
            to.addAll(found);
        }
    }

    private static void takeLasting(Map<String, List<PersistentWatch>> table, String path, List<Watcher> to) {
        List<PersistentWatch> found = table.remove(path);
        if (found != null) {
            found.forEach(watch -> to.add(watch.watcher()));
        }
    }

    private static void collect(Map<String, List<PersistentWatch>> table, String path, List<Watcher> to) {
        List<PersistentWatch> found = table.get(path);
        if (found != null) {
            found.forEach(watch -> to.add(watch.watcher()));
        }
    }

    private static String parent(String path) {
        if (path.length() <= 1) {
            return null;
        }
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
