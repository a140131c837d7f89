package io.paddock.server.watch;

import io.paddock.common.Path;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.protocol.WatchType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Who watches what (client protocol, section 5). Owned by one event loop, whose connections are the watchers; a watcher is
 * any object that is equal to itself alone while it watches.
 *
 * <p>A watch belongs to a pair of a path and a watcher; the {@link WatchKind kinds} that the pair holds are bits. Paths are
 * compared byte by byte and are not interpreted, except that the ancestors of the path of an event are asked for recursive
 * watches. Whether a node exists, and whether the watcher may read it, is the caller's business: a standard watch is used
 * up by its event also when the caller tells the watcher nothing.
 *
 * <p>Adding and removing take constant time on average, firing takes the time to walk over the watchers of the path, and
 * forgetting a watcher takes time in proportion to its watches. Iteration follows the numbers of watchers and paths, so
 * equal histories give equal orders.
 *
 * @param <W> what stands for a connection; {@code equals} and {@code hashCode} must not change
 */
public final class WatchTable<W> {

    private final PathNumbers paths;
    private final Watchers<W> watchers = new Watchers<>();
    /** The pairs: rows are paths, links are watchers. */
    private final Links byPath = new Links();
    /** The same pairs: rows are watchers, links are paths. */
    private final Links byWatcher = new Links();
    /** Every path with a recursive watch, and some that lost theirs since it was last looked at. */
    private final BitSet maybeRecursive = new BitSet();

    private int dataPairs;
    private int childPairs;
    private int recursivePairs;

    /** The watchers to tell of the event that is being fired; empty in between. */
    private final List<W> told = new ArrayList<>();

    private boolean firing;

    /**
     * @param hashSeed anything that clients cannot guess
     */
    public WatchTable(long hashSeed) {
        paths = new PathNumbers(hashSeed);
    }

    /** Adds a watch; nothing changes if the pair holds one of this kind. */
    public void add(Path path, W watcher, WatchKind kind) {
        int p = paths.intern(path);
        int w = watchers.intern(watcher);
        int before = byPath.get(p, w);
        set(p, w, before, before | kind.bit());
    }

    /** True if the watcher holds a watch of this type on exactly this path. */
    public boolean holds(Path path, W watcher, WatchType type) {
        int p = find(path);
        int w = watchers.find(watcher);
        return p >= 0 && w >= 0 && (byPath.get(p, w) & WatchKind.bitsOf(type)) != 0;
    }

    /** Removes the watches of this type that the watcher holds on exactly this path; false if there was none. */
    public boolean remove(Path path, W watcher, WatchType type) {
        int p = find(path);
        int w = watchers.find(watcher);
        if (p < 0 || w < 0) {
            return false;
        }
        int before = byPath.get(p, w);
        int removed = before & WatchKind.bitsOf(type);
        if (removed == 0) {
            return false;
        }
        set(p, w, before, before & ~removed);
        return true;
    }

    /** Removes all watches of a watcher, whose connection has ended. */
    public void removeAll(W watcher) {
        int w = watchers.find(watcher);
        if (w < 0) {
            return;
        }
        byWatcher.forEach(w, (p, kinds) -> {
            byPath.put(p, w, 0);
            count(kinds, -1);
            releaseIfUnwatched(p);
        });
        byWatcher.clear(w);
        watchers.release(w);
    }

    /**
     * Fires one event of one node (section 5.3), both registries for a deletion: uses up the standard watches that it
     * concerns, then shows every watcher with a matching watch once. The table may be changed meanwhile, but no other
     * event may be fired from within.
     *
     * @return how many watchers were shown
     */
    public int fire(WatchEventType type, Path path, Consumer<? super W> notify) {
        assert !firing : "A watch event was fired while another one is being delivered";
        if (paths.size() == 0) {
            return 0;
        }
        switch (type) {
            case NODE_CREATED, NODE_DATA_CHANGED -> {
                collect(path, WatchKind.DATA_REGISTRY, WatchKind.DATA.bit());
                collectRecursive(path);
            }
            case NODE_DELETED -> {
                collect(path, WatchKind.ALL_BITS, WatchKind.DATA.bit() | WatchKind.CHILD.bit());
                collectRecursive(path);
            }
            case NODE_CHILDREN_CHANGED -> collect(path, WatchKind.CHILD_REGISTRY, WatchKind.CHILD.bit());
        }
        return deliver(notify);
    }

    /** Watches of all kinds, as the metric {@code watch_count} has them: pairs in the data plus pairs in the child registry. */
    public int watchCount() {
        return dataPairs + childPairs;
    }

    /** The data registry in numbers. Takes time in proportion to all watches. */
    public WatchSummary dataSummary() {
        return new WatchSummary(
                rowsWithData(byWatcher, watchers.limit()), rowsWithData(byPath, paths.limit()), dataPairs);
    }

    /** The watched paths of the data registry. A copy. */
    public List<Path> dataPaths() {
        List<Path> result = new ArrayList<>();
        for (int p = 0; p < paths.limit(); p++) {
            if (hasData(byPath, p)) {
                result.add(paths.path(p));
            }
        }
        return result;
    }

    /** The data registry with the paths of each watcher. A copy. */
    public Map<W, List<Path>> dataPathsByWatcher() {
        Map<W, List<Path>> result = new LinkedHashMap<>();
        forEachDataPair((path, watcher) ->
                result.computeIfAbsent(watcher, key -> new ArrayList<>()).add(path));
        return result;
    }

    /** The data registry with the watchers of each path. A copy. */
    public Map<Path, List<W>> dataWatchersByPath() {
        Map<Path, List<W>> result = new LinkedHashMap<>();
        forEachDataPair((path, watcher) ->
                result.computeIfAbsent(path, key -> new ArrayList<>(1)).add(watcher));
        return result;
    }

    private void forEachDataPair(BiConsumer<Path, W> visitor) {
        for (int p = 0; p < paths.limit(); p++) {
            if (hasData(byPath, p)) {
                Path path = paths.path(p);
                byPath.forEach(p, (w, kinds) -> {
                    if ((kinds & WatchKind.DATA_REGISTRY) != 0) {
                        visitor.accept(path, watchers.watcher(w));
                    }
                });
            }
        }
    }

    private void collect(Path path, int matching, int usedUp) {
        watchers.beginEvent();
        int p = find(path);
        if (p < 0) {
            return;
        }
        for (int link : byPath.of(p)) {
            int kinds = Links.kindsOf(link);
            if ((kinds & matching) != 0) {
                int w = Links.numberOf(link);
                tell(w);
                if ((kinds & usedUp) != 0) {
                    set(p, w, kinds, kinds & ~usedUp);
                }
            }
        }
    }

    /** Collects the recursive watches above; those on the path itself have been found with the others. */
    private void collectRecursive(Path path) {
        if (recursivePairs == 0) {
            return;
        }
        byte[] utf8 = path.utf8();
        for (int slash = path.lastSlash(); slash > 0; slash--) {
            if (utf8[slash] == '/') {
                collectRecursive(paths.find(utf8, slash));
            }
        }
        if (!path.isRoot()) {
            collectRecursive(find(Path.ROOT));
        }
    }

    private void collectRecursive(int p) {
        if (p < 0 || !maybeRecursive.get(p)) {
            return;
        }
        maybeRecursive.clear(p);
        byPath.forEach(p, (w, kinds) -> {
            if ((kinds & WatchKind.RECURSIVE.bit()) != 0) {
                maybeRecursive.set(p);
                tell(w);
            }
        });
    }

    private void tell(int w) {
        if (watchers.isFirstTime(w)) {
            told.add(watchers.watcher(w));
        }
    }

    private int deliver(Consumer<? super W> notify) {
        int count = told.size();
        if (count > 0) {
            firing = true;
            try {
                told.forEach(notify);
            } finally {
                firing = false;
                told.clear();
            }
        }
        return count;
    }

    private void set(int p, int w, int before, int after) {
        if (before == after) {
            return;
        }
        byPath.put(p, w, after);
        byWatcher.put(w, p, after);
        count(before, -1);
        count(after, 1);
        if ((after & WatchKind.RECURSIVE.bit()) != 0) {
            maybeRecursive.set(p);
        }
        if (after == 0) {
            releaseIfUnwatched(p);
            if (byWatcher.isEmpty(w)) {
                watchers.release(w);
            }
        }
    }

    private void releaseIfUnwatched(int p) {
        if (byPath.isEmpty(p)) {
            paths.release(p);
            maybeRecursive.clear(p);
        }
    }

    private void count(int kinds, int sign) {
        dataPairs += (kinds & WatchKind.DATA_REGISTRY) != 0 ? sign : 0;
        childPairs += (kinds & WatchKind.CHILD_REGISTRY) != 0 ? sign : 0;
        recursivePairs += (kinds & WatchKind.RECURSIVE.bit()) != 0 ? sign : 0;
    }

    private int find(Path path) {
        return paths.find(path.utf8(), path.length());
    }

    private static int rowsWithData(Links links, int limit) {
        int rows = 0;
        for (int row = 0; row < limit; row++) {
            rows += hasData(links, row) ? 1 : 0;
        }
        return rows;
    }

    private static boolean hasData(Links links, int row) {
        return (links.kindsIn(row) & WatchKind.DATA_REGISTRY) != 0;
    }
}
