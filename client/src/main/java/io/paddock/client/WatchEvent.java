package io.paddock.client;

/**
 * What a watch saw.
 *
 * @param kind what happened
 * @param path where; of the parent for {@link Kind#CHILDREN_CHANGED}, of the watch for the last two kinds
 * @param zxid of the transaction that did it; -1 if it is not known (older servers, and changes found at a reconnect)
 */
public record WatchEvent(Kind kind, String path, long zxid) {

    /** See the constants. */
    public enum Kind {
        CREATED,
        DELETED,
        DATA_CHANGED,
        CHILDREN_CHANGED,
        /**
         * Only for persistent and recursive watches: the connection was lost and is there again, or the receiver was too
         * slow. Anything may have happened meanwhile; read again what matters. The watch goes on.
         */
        EVENTS_MISSED,
        /** The last event of a watch that did not fire: it was removed, or the session or the client ended. */
        WATCH_ENDED
    }
}
