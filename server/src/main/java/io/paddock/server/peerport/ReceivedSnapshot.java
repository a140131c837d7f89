package io.paddock.server.peerport;

import java.nio.file.Path;

/**
 * A tree that a leader has sent, in a temporary file: the stream behind a SNAP packet up to and with its signature, the form
 * that {@link io.paddock.server.storage.SnapshotReader#readFromLeader} reads. Its form was checked, its content was not.
 */
public interface ReceivedSnapshot {

    /** Not forced to disk. */
    Path file();

    /** Deletes the file. Does nothing the second time. Any thread. */
    void discard();
}
