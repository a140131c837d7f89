package io.paddock.client;

import io.paddock.common.protocol.AddWatchMode;
import java.util.concurrent.CompletableFuture;

/** A persistent or recursive watch that is set. It survives reconnects. Usable by any thread. */
public interface Watch {

    String path();

    AddWatchMode mode();

    /**
     * Removes this watch, and at the server too if it was the last of its kind on the path. Its watcher gets {@link
     * WatchEvent.Kind#WATCH_ENDED} and nothing more after it. Removing it again does nothing.
     */
    CompletableFuture<Void> remove();
}
