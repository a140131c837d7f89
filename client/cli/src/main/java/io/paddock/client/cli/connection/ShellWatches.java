package io.paddock.client.cli.connection;

import io.paddock.client.SessionState;
import io.paddock.client.WatchEvent;
import io.paddock.client.Watcher;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The watchers of one session. There is one per kind, and what reaches several of them is shown once: scripts count the
 * events.
 *
 * <p>Watchers are handed out to the thread that executes lines; all else happens in callbacks, which never overlap.
 */
public final class ShellWatches {

    private final EventPrinter printer;
    private final Supplier<SessionState> state;
    private final Map<WatchKind, Watcher> watchers = new EnumMap<>(WatchKind.class);

    /** Compared by identity: the client gives the same object to all whom an event concerns. */
    private WatchEvent last;

    /** Set while a removal is under way: only then is the end of a watch worth a line. */
    private volatile Set<String> removed;

    ShellWatches(EventPrinter printer, Supplier<SessionState> state) {
        this.printer = printer;
        this.state = state;
        for (WatchKind kind : WatchKind.values()) {
            watchers.put(kind, event -> onEvent(kind, event));
        }
    }

    /** The watcher to give to the client. */
    public Watcher watcher(WatchKind kind) {
        return watchers.get(kind);
    }

    /** Until {@link #endRemoval} the ends of watches are shown. */
    public void beginRemoval() {
        removed = new HashSet<>();
    }

    public void endRemoval() {
        removed = null;
    }

    private void onEvent(WatchKind kind, WatchEvent event) {
        if (event.kind() == WatchEvent.Kind.WATCH_ENDED) {
            Set<String> shown = removed;
            if (shown != null && shown.add(kind.removalType() + event.path())) {
                printer.removal(state.get(), kind, event.path());
            }
        } else if (event != last) {
            last = event;
            printer.change(state.get(), event);
        }
    }
}
