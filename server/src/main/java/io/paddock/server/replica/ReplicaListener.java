package io.paddock.server.replica;

import io.paddock.common.Path;
import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.QuotaListener;
import io.paddock.server.txn.Txn;
import io.paddock.server.txn.WriteRequest;

/** Hears what a replica does, for operators. On the replica thread, within a step and behind the gate; must not block. */
public interface ReplicaListener extends QuotaListener {

    ReplicaListener NONE = new ReplicaListener() {};

    /** A session was not heard for its timeout: it is being closed. */
    default void sessionExpired(long id, int timeoutMs) {}

    /** Ephemerals belong to a session that is in no table: it is being closed. */
    default void unknownOwnerClosed(long id) {}

    /** Part of the history took effect, whoever asked for it. */
    default void applied(Txn txn) {}

    /** What a client of this server asked for was carried out, or has failed. */
    default void carriedOut(WriteRequest request, Outcome outcome) {}

    /** An ephemeral znode went with its session. */
    default void ephemeralDeleted(long sessionId, Path path) {}

    @Override
    default void quotaExceeded(Excess excess) {}
}
