package io.paddock.server.session;

import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.server.replica.Answer;
import io.paddock.server.txn.WriteRequest;
import java.util.List;

/** A request that has been read and not been answered. Owned by the event loop of its connection. */
final class Pending implements WriteRequest.Origin {

    /** Of a reply that carries the zxid that the tree has when it is sent. */
    static final long ZXID_OF_TREE = Long.MIN_VALUE;

    final Connection connection;
    final int xid;
    /** Null for a type that does not exist. */
    final OpCode type;
    /** Null if it could not be decoded, or if {@link #verdict} is set. */
    final ClientRequest body;

    /** Of the connection when the request came: what comes later does not count for it. */
    final List<AuthId> identities;

    /** Length of the frame. */
    final int frameBytes;

    final long receivedNanos;

    /** Decided without tree or replica; null if it is yet to be decided. */
    ErrorCode verdict;

    /** Zxid of the reply if {@link #verdict} is set. */
    long verdictZxid;

    /** The connection ends behind the reply. */
    boolean last;

    /** What the replica is asked; null if this is no write. */
    WriteRequest write;

    /** What the replica said; null until then. */
    Answer answer;

    Pending(Connection connection, int xid, OpCode type, ClientRequest body, int frameBytes, long receivedNanos) {
        this.connection = connection;
        this.xid = xid;
        this.type = type;
        this.body = body;
        this.identities = connection.identities;
        this.frameBytes = frameBytes;
        this.receivedNanos = receivedNanos;
    }

    /** The replica is not asked, or no longer. */
    void decide(ErrorCode newVerdict, long zxid, boolean isLast) {
        verdict = newVerdict;
        verdictZxid = zxid;
        last = isLast;
        write = null;
    }

    boolean isWrite() {
        return write != null;
    }
}
