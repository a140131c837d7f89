package io.paddock.client.watch;

import io.paddock.client.Watcher;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.WatchType;

/**
 * A watcher behind a watch that stays. Several may share one watch of the server. Compared by identity.
 *
 * <p>Immutable.
 */
public final class PersistentWatch {

    private final String path;
    private final AddWatchMode mode;
    private final Watcher watcher;

    /** The path is the server's. */
    public PersistentWatch(String path, AddWatchMode mode, Watcher watcher) {
        this.path = path;
        this.mode = mode;
        this.watcher = watcher;
    }

    public String path() {
        return path;
    }

    public AddWatchMode mode() {
        return mode;
    }

    public Watcher watcher() {
        return watcher;
    }

    /** As removeWatches names it. */
    public WatchType type() {
        return mode == AddWatchMode.PERSISTENT ? WatchType.PERSISTENT : WatchType.PERSISTENT_RECURSIVE;
    }
}
