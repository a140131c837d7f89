package io.paddock.server.session;

import io.paddock.common.OpCode;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.SessionPassword;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.replica.SessionOpened;
import io.paddock.server.replica.Submission;
import io.paddock.server.tree.Tree;

/**
 * Leads a connection from its connect request to its session, or to its end (client protocol, section 2).
 *
 * <p>Owned by the event loop of its shard.
 */
final class Handshakes {

    private final Tree tree;
    private final ShardOptions options;
    private final Admission admission;
    private final LimitListener listener;
    private final Outbox outbox;
    private final ShardClock clock;
    private final ShardMeter meter;

    Handshakes(Tree tree, ShardOptions options, Outbox outbox, ShardClock clock, ShardMeter meter) {
        this.tree = tree;
        this.options = options;
        this.admission = options.limits().admission();
        this.listener = options.limits().listener();
        this.outbox = outbox;
        this.clock = clock;
        this.meter = meter;
    }

    /** The first frame has come. Null, or why the connection is to be closed at once. */
    String knock(Connection connection, WireInput in) {
        try {
            connection.knock = ConnectRequest.read(in);
            meter.connectRequested();
        } catch (MalformedRecord e) {
            return "the connect request is malformed: " + e.getMessage();
        }
        int deficit = admission.admit(connection.knock.sessionId() != 0);
        if (deficit == Admission.REFUSED) {
            listener.connectRefused(connection);
            turnAway(connection);
            return null;
        }
        listener.connectAdmitted(deficit);
        connection.phase = Connection.Phase.KNOCKING;
        connection.link.wantFrames(false);
        return null;
    }

    /** Judges a connect request, behind the gate (section 2.5). Gives what the replica is to be asked, or null. */
    Submission judge(Connection connection) {
        ConnectRequest knock = connection.knock;
        if (knock.lastZxidSeen() > tree.lastZxid()) {
            // The client has seen more than this server: it must find another one.
            turnAway(connection);
            return null;
        }
        int timeoutMs = options.negotiate(knock.timeoutMs());
        if (knock.sessionId() == 0) {
            connection.phase = Connection.Phase.OPENING;
            return new Submission.OpenSession(connection, timeoutMs);
        } else if (SessionPassword.matches(knock.sessionId(), knock.password())) {
            connection.phase = Connection.Phase.OPENING;
            meter.resumeRequested();
            return new Submission.ResumeSession(connection, knock.sessionId(), timeoutMs);
        }
        refuse(connection);
        return null;
    }

    /** The replica has granted the session. */
    void open(Connection connection, SessionOpened session, long zxid) {
        connection.sessionId = session.sessionId();
        connection.timeoutMs = session.timeoutMs();
        byte[] password = SessionPassword.of(session.sessionId());
        respond(
                connection,
                ConnectResponse.accepted(connection.knock, session.timeoutMs(), session.sessionId(), password, false));
        connection.stats.answered(OpCode.CREATE_SESSION, -1, zxid, clock.nowMs(), 0);
        connection.phase = Connection.Phase.OPEN;
        connection.knock = null;
    }

    void refuse(Connection connection) {
        respond(connection, ConnectResponse.refused(connection.knock, false));
        turnAway(connection);
    }

    private void turnAway(Connection connection) {
        connection.phase = Connection.Phase.CLOSED;
        outbox.end(connection);
    }

    private void respond(Connection connection, ConnectResponse response) {
        WireOutput out = outbox.of(connection);
        int start = out.size();
        out.int32(0);
        response.write(out);
        Replies.end(out, start);
        meter.sent();
    }
}
