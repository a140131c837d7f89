package io.paddock.server.replica;

import io.paddock.server.txn.WriteRequest;
import io.paddock.server.zab.Proposal;
import io.paddock.server.zab.QuorumPacket;
import java.util.List;
import java.util.TreeMap;

/**
 * What a peer does for clients in the role that it has: a leader decides, a learner asks its leader, and otherwise nothing is
 * answered, as clients are disconnected. Begins with a role and ends with it, and with it whatever anybody waited for.
 *
 * <p>Owned by the replica thread.
 */
interface Serving {

    /** Neither leads nor follows. */
    Serving NOBODY = new Serving() {};

    /** The world knows of the role now. */
    default void begin() {}

    /** @param id that nobody has, as far as this peer knows */
    default void openSession(long id, int timeoutMs, Object connection) {}

    default void resumeSession(long id, int timeoutMs, Object connection) {}

    default void touched(long id, long heardMs) {}

    default void write(WriteRequest request, Object connection) {}

    /** Answered when the session may read everything that anybody was told by now. */
    default void sync(WriteRequest request) {}

    /** Who waits here for this transaction, which is applied now. Nobody for what an earlier leadership has left in the log. */
    default Waiting waitingFor(Proposal proposal) {
        return Waiting.NOBODY;
    }

    default void onSessionClosed(long id) {}

    /** The step ends with a tree at that zxid. */
    default void onApplied(long zxid) {}

    default void onTick() {}

    /** A learner passes on what its clients want. */
    default void onRequested(long link, QuorumPacket packet) {}

    /** The leader answers. */
    default void onAnswered(QuorumPacket packet) {}

    default void onUnlinked(long link) {}

    /** Whether what is not committed was made here. */
    default boolean leads() {
        return false;
    }

    default long changesQueued() {
        return 0;
    }

    default long changesRemoved() {
        return 0;
    }

    default TreeMap<Long, List<Long>> sessionsByDeadline() {
        return new TreeMap<>();
    }
}
