package io.paddock.server.watch;

import io.paddock.common.Path;
import io.paddock.common.protocol.WatchEventType;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints what 300,000 watches weigh, for the shapes that matter, and how long it takes to set, fire and drop them. Not a
 * test: run it by hand with a heap of 1 GB or so.
 */
final class WatchFootprint {

    private static final int WATCHES = 300_000;

    private WatchFootprint() {}

    public static void main(String[] args) {
        System.out.println("watchers  watchers/path  bytes/watch  set ns  miss ns  fire ns  close ns");
        measure(3, 1);
        measure(3, 1);
        measure(3000, 1);
        measure(30_000, 1);
        measure(3000, 2);
        measure(3000, 5);
        measure(3000, 10);
        measure(1000, 1000);
        measure(10_000, 10_000);
    }

    private static void measure(int watcherCount, int watchersPerPath) {
        List<Object> watchers = new ArrayList<>();
        for (int i = 0; i < watcherCount; i++) {
            watchers.add(new Object());
        }
        long before = usedBytes();
        WatchTable<Object> table = new WatchTable<>(7);
        long start = System.nanoTime();
        fill(table, watchers, watchersPerPath);
        long setNs = System.nanoTime() - start;
        long bytes = usedBytes() - before;

        start = System.nanoTime();
        for (int i = 0; i < WATCHES; i++) {
            table.fire(WatchEventType.NODE_DATA_CHANGED, path(-1 - i), watcher -> {});
        }
        long missNs = System.nanoTime() - start;

        start = System.nanoTime();
        int told = 0;
        for (int i = 0; i < WATCHES / watchersPerPath; i++) {
            told += table.fire(WatchEventType.NODE_DATA_CHANGED, path(i), watcher -> {});
        }
        long fireNs = System.nanoTime() - start;
        if (told != WATCHES || table.watchCount() != 0) {
            throw new AssertionError(told + " watchers were told and " + table.watchCount() + " are left");
        }

        fill(table, watchers, watchersPerPath);
        start = System.nanoTime();
        watchers.forEach(table::removeAll);
        long closeNs = System.nanoTime() - start;
        System.out.printf(
                "%8d  %13d  %11.1f  %6d  %7d  %7d  %8d%n",
                watcherCount,
                watchersPerPath,
                (double) bytes / WATCHES,
                setNs / WATCHES,
                missNs / WATCHES,
                fireNs / WATCHES,
                closeNs / WATCHES);
    }

    private static void fill(WatchTable<Object> table, List<Object> watchers, int watchersPerPath) {
        for (int i = 0; i < WATCHES; i++) {
            table.add(path(i / watchersPerPath), watchers.get(i % watchers.size()), WatchKind.DATA);
        }
    }

    /** Twenty bytes. */
    private static Path path(int number) {
        return Path.of(String.format("/services/n%+09d", number));
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
