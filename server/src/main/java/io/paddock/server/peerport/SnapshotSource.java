package io.paddock.server.peerport;

import java.io.IOException;
import java.io.OutputStream;

/** A tree to be sent to a learner. */
public interface SnapshotSource {

    /**
     * Writes all that follows a SNAP packet, the signature at its end included, as {@link
     * io.paddock.server.storage.SnapshotWriter#streamToLearner} does; nothing is added to it. Called once at most, on a
     * helper thread, with a stream that waits while the learner does not take more.
     *
     * @throws IOException also if the link has ended; any exception ends the link
     */
    void writeTo(OutputStream out) throws IOException;

    /** Called exactly once, whether or not it was written, on some thread of the port. */
    void close();
}
