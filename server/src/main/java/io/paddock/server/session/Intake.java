package io.paddock.server.session;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.Auth;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.RequestHeader;
import io.paddock.common.protocol.Sasl;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.server.txn.WriteRequest;

/**
 * Makes requests of the frames of an open session, and decides those that need neither tree nor replica (client protocol,
 * section 3.4, steps 1 to 7).
 *
 * <p>Owned by the event loop of its shard.
 */
final class Intake {

    /** Takes requests in the order of their arrival. */
    @FunctionalInterface
    interface Sink {
        void enqueue(Pending pending);
    }

    private final Authenticator authenticator;
    private final boolean replicaSyncs;
    private final ShardClock clock;
    private final Backlog backlog;
    private final Sink sink;

    Intake(Authenticator authenticator, boolean replicaSyncs, ShardClock clock, Backlog backlog, Sink sink) {
        this.replicaSyncs = replicaSyncs;
        this.authenticator = authenticator;
        this.clock = clock;
        this.backlog = backlog;
        this.sink = sink;
    }

    /** Null, or why the connection is to be closed at once. */
    String take(Connection connection, WireInput in) {
        int bytes = in.remaining();
        if (bytes < RequestHeader.BYTES) {
            return "a frame of " + bytes + " bytes is shorter than a request header";
        }
        int xid = in.int32();
        OpCode type = OpCode.of(in.int32());
        connection.heard(clock.nowMs());
        if (type == OpCode.AUTH) {
            return takeAuth(connection, xid, in);
        } else if (type == OpCode.SASL && !hasToken(in.copy())) {
            return "the SASL packet has no token";
        } else if (!backlog.hasRoomFor(connection, bytes)) {
            return "with this request of " + bytes + " bytes there would be more bytes of large requests in work than"
                    + " largeRequestMaxBytes allows";
        }
        Pending pending = new Pending(connection, xid, type, body(type, in), bytes, clock.nanos());
        judge(pending);
        sink.enqueue(pending);
        return null;
    }

    private void judge(Pending pending) {
        Connection connection = pending.connection;
        OpCode type = pending.type;
        if (type == OpCode.SASL) {
            pending.verdict = ErrorCode.OK;
        } else if (!authenticator.maySendRequests(connection.identities)) {
            pending.decide(ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH, 0, true);
        } else if (type == null || type.kind() == OpCode.Kind.INTERNAL) {
            pending.decide(ErrorCode.UNIMPLEMENTED, -1, true);
        } else if (type.kind() == OpCode.Kind.WRITE) {
            pending.write = new WriteRequest(
                    pending, connection.sessionId, pending.xid, type, pending.body, pending.identities);
            pending.last = type == OpCode.CLOSE_SESSION;
        } else if (pending.body == null) {
            pending.decide(ErrorCode.MARSHALLING_ERROR, Pending.ZXID_OF_TREE, false);
        } else if (type == OpCode.SYNC && replicaSyncs) {
            pending.write = new WriteRequest(
                    pending, connection.sessionId, pending.xid, type, pending.body, pending.identities);
        }
    }

    private static ClientRequest body(OpCode type, WireInput in) {
        if (type == null || type.kind() == OpCode.Kind.INTERNAL) {
            return null;
        }
        try {
            return ClientRequest.read(type, in);
        } catch (MalformedRecord e) {
            return null; // Answered as MARSHALLINGERROR; a write takes a zxid for that.
        }
    }

    private static boolean hasToken(WireInput in) {
        try {
            return Sasl.read(in).token() != null;
        } catch (MalformedRecord e) {
            return false;
        }
    }

    private String takeAuth(Connection connection, int xid, WireInput in) {
        Auth auth;
        try {
            auth = Auth.read(in);
        } catch (MalformedRecord e) {
            return "the auth packet is malformed: " + e.getMessage();
        }
        Authenticator.Verdict verdict = authenticator.authenticate(auth.scheme(), auth.auth(), connection.identities);
        if (verdict.silent()) {
            return "authentication by scheme " + auth.scheme() + " failed";
        }
        connection.identities = verdict.identities();
        Pending pending = new Pending(connection, xid, OpCode.AUTH, null, 0, clock.nanos());
        pending.decide(verdict.accepted() ? ErrorCode.OK : ErrorCode.AUTH_FAILED, 0, !verdict.accepted());
        sink.enqueue(pending);
        return null;
    }
}
