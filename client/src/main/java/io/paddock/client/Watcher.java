package io.paddock.client;

/**
 * Told of changes to znodes, on the client's callback executor. An event is delivered before the result of any read that
 * shows the change, and callbacks of one client never overlap. A watcher must not block on the client: it would wait for
 * itself.
 */
@FunctionalInterface
public interface Watcher {

    void onEvent(WatchEvent event);
}
