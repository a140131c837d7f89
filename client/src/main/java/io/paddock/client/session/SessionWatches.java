package io.paddock.client.session;

import io.paddock.client.WatchEvent;
import io.paddock.client.WatchEvent.Kind;
import io.paddock.client.Watcher;
import io.paddock.client.watch.PersistentWatch;
import io.paddock.client.watch.ResetBatches;
import io.paddock.client.watch.WatchTable;
import io.paddock.common.protocol.AddWatch;
import io.paddock.common.protocol.SetWatches;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.protocol.WatchType;
import io.paddock.common.protocol.WatcherEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The watches of a session and what their watchers are told.
 *
 * <p>Owned by the I/O thread.
 */
final class SessionWatches {

    private final WatchTable table = new WatchTable();
    private final Chroot chroot;
    private final CallbackQueue callbacks;

    /** addWatch requests without a reply yet: a watch on the same path must not be removed meanwhile. */
    private final Map<AddWatch, Integer> addsUnderWay = new HashMap<>();

    SessionWatches(Chroot chroot, CallbackQueue callbacks) {
        this.chroot = chroot;
        this.callbacks = callbacks;
    }

    WatchTable table() {
        return table;
    }

    void onAddSent(AddWatch add) {
        addsUnderWay.merge(add, 1, Integer::sum);
    }

    void onAddAnswered(AddWatch add) {
        addsUnderWay.computeIfPresent(add, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Nothing that was under way will be answered. */
    void onConnectionLost() {
        addsUnderWay.clear();
    }

    void onEvent(WatcherEvent event, long zxid) {
        String path = event.path().toString();
        Collection<Watcher> told = table.fire(event.type(), path);
        if (!told.isEmpty()) {
            WatchEvent shown = new WatchEvent(kind(event.type()), chroot.toClient(path), zxid);
            told.forEach(watcher -> tell(watcher, shown));
        }
    }

    /** What sets the watches again on a new connection. */
    List<SetWatches> resets(long lastZxid) {
        return ResetBatches.of(table, lastZxid);
    }

    void tellMissed() {
        table.forEachLasting(
                (path, watcher) -> tell(watcher, new WatchEvent(Kind.EVENTS_MISSED, chroot.toClient(path), -1)));
    }

    void tellEnd(String path, Watcher watcher) {
        tell(watcher, new WatchEvent(Kind.WATCH_ENDED, chroot.toClient(path), -1));
    }

    /** Takes all watches of this type on the path away; false if there was none. */
    boolean removeAll(String path, WatchType type) {
        Collection<Watcher> removed = table.removeAll(path, type);
        removed.forEach(watcher -> tellEnd(path, watcher));
        return !removed.isEmpty();
    }

    /** Takes one watcher of a watch that stays away. */
    void remove(PersistentWatch watch) {
        if (table.remove(watch)) {
            tellEnd(watch.path(), watch.watcher());
        }
    }

    /** True if somebody here needs the same watch of the server, or is just setting it. */
    boolean isNeeded(PersistentWatch watch, AddWatch sameWatch) {
        return table.has(watch.path(), watch.mode()) || addsUnderWay.containsKey(sameWatch);
    }

    /** The session is over; watches that stay can go on in the next one. */
    void endOneShot() {
        table.clearOneShot(this::tellEnd);
    }

    void endAll() {
        endOneShot();
        table.clearLasting(this::tellEnd);
    }

    private void tell(Watcher watcher, WatchEvent event) {
        callbacks.add(() -> watcher.onEvent(event));
    }

    private static Kind kind(WatchEventType type) {
        return switch (type) {
            case NODE_CREATED -> Kind.CREATED;
            case NODE_DELETED -> Kind.DELETED;
            case NODE_DATA_CHANGED -> Kind.DATA_CHANGED;
            case NODE_CHILDREN_CHANGED -> Kind.CHILDREN_CHANGED;
        };
    }
}
