package io.paddock.server.storage;

import io.paddock.common.Acl;
import java.util.List;

/** Takes what a snapshot holds, in the order of the file. */
interface SnapshotSink {

    /** Takes everything and keeps nothing: for a check of the seals. */
    SnapshotSink NOTHING = new SnapshotSink() {
        @Override
        public void session(long id, int timeoutMs) {}

        @Override
        public void node(byte[] bytes, int path, int pathLength, int data, int dataLength, List<Acl> acl, int stat) {}
    };

    void session(long id, int timeoutMs);

    /**
     * A znode, as ranges of an array that is valid for the call.
     *
     * @param dataLength -1 if the data is null
     * @param stat where its {@link io.paddock.server.tree.StatPersisted} starts
     */
    void node(byte[] bytes, int path, int pathLength, int data, int dataLength, List<Acl> acl, int stat);

    /** Behind the last znode. Throws what {@link #node} throws, for a znode before. */
    default void endOfNodes() {}
}
