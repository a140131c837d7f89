package io.paddock.server.session;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.WatchEventType;

/** Counts what a shard does. Called by its event loop alone. */
public interface ShardMeter {

    /** A frame, or a four-letter word. */
    void received();

    default void bytesReceived(int bytes) {}

    /** A client asks for a session. */
    default void connectRequested() {}

    /** A client goes on with a session. */
    default void resumeRequested() {}

    /** A connection has ended, from either side. */
    default void disconnected() {}

    /** A connection that never sent anything was closed. */
    default void sessionlessExpired() {}

    /**
     * @param type null for a type that does not exist
     * @param bytes of the reply, without its length
     */
    void answered(OpCode type, long latencyMs, int bytes);

    /** A reply of that many bytes told what there is at that path. */
    default void read(Path path, int bytes) {}

    /** Something was sent that answers no request: the answer to a handshake or to a four-letter word. */
    default void sent() {}

    void notified();

    /** An event of that many bytes was sent to a watcher. */
    default void notified(int bytes) {
        notified();
    }

    /** An event found that many watchers: at least one. */
    default void fired(WatchEventType type, int watchers) {}
}
