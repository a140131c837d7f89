package io.paddock.server.session;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.Auth;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.RequestHeader;
import io.paddock.common.protocol.Sasl;
import io.paddock.common.protocol.SessionPassword;
import io.paddock.common.protocol.SetWatches;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.replica.Answer;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.SessionOpened;
import io.paddock.server.replica.Submission;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.Change;
import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.WriteRequest;
import io.paddock.server.watch.WatchTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connections of one event loop.
 *
 * <p>Frames of a burst are decoded as they come; {@link #endOfBurst} then passes the gate once: it follows the {@code
 * Applied} stream to its end (events, answers to writes), serves the reads that are due, and, the gate being left, submits
 * writes and sends what there is to send. So the order within a connection is that of its two queues:
 *
 * <ol>
 *   <li>A write is submitted when no read stands before it: a read must not see a later write of its own connection.
 *   <li>A read is served when no write is in flight before it.
 *   <li>An event is written when the stream passes its change, which is before the answers of the same link and before
 *       any later read.
 * </ol>
 *
 * <p>Owned by its event loop.
 */
public final class SessionShard {

    /** Requests served in one passage of the gate: some 100 us of work. */
    private static final int PASSAGE_REQUESTS = 256;

    /** Requests of one connection that may wait here before no more of them is read. */
    private static final int CONNECTION_QUEUE_MAX = 4096;

    /** Output arrays above this size are not kept for reuse. */
    private static final int KEPT_OUTPUT_BYTES = 1 << 16;

    private final Tree tree;
    private final ReadGate gate;
    private final Submission.Port replica;
    private final AclRules acls;
    private final Authenticator authenticator;
    private final ShardOptions options;
    private final ShardClock clock;

    private final WatchTable<Connection> watches;
    private final Reads reads;
    private final ShardMeter meter;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Map<Long, Connection> bySession = new HashMap<>();
    private final ArrayDeque<Connection> dirty = new ArrayDeque<>();
    private final ArrayList<Connection> withOutput = new ArrayList<>();
    private final ArrayList<Connection> stalled = new ArrayList<>();
    private final ArrayList<Connection> leaving = new ArrayList<>();
    private ArrayList<Submission> submissions = new ArrayList<>();
    private Applied cursor;
    private int outstanding;
    private int served;

    public SessionShard(
            Tree tree,
            ReadGate gate,
            Submission.Port replica,
            AclRules acls,
            Authenticator authenticator,
            ShardOptions options,
            ShardClock clock,
            Applied cursor,
            long hashSeed,
            ShardMeter meter) {
        this.tree = tree;
        this.gate = gate;
        this.replica = replica;
        this.acls = acls;
        this.authenticator = authenticator;
        this.options = options;
        this.clock = clock;
        this.cursor = cursor;
        this.watches = new WatchTable<>(hashSeed);
        this.meter = meter;
        this.reads = new Reads(tree, acls, authenticator, watches);
    }

    /** A client has connected. */
    public Connection accept(ClientLink link, List<AuthId> identities) {
        Connection connection = new Connection(link, identities);
        connection.stats.established(clock.wallMs());
        connections.add(connection);
        return connection;
    }

    /** The client is gone: its watches, identities and unanswered requests go with it, its session stays. */
    public void disconnected(Connection connection) {
        connection.phase = Connection.Phase.CLOSED;
        connections.remove(connection);
        stalled.remove(connection);
        outstanding -= connection.unanswered();
        connection.inFlight.clear();
        connection.waiting.clear();
        connection.held.clear();
        watches.removeAll(connection);
        if (connection.sessionId != 0) {
            bySession.remove(connection.sessionId, connection);
        }
    }

    /**
     * One frame, without its length. The bytes are only borrowed.
     *
     * @return null, or why the connection is to be closed at once
     */
    public String onFrame(Connection connection, byte[] bytes, int from, int to) {
        connection.stats.received();
        meter.received();
        switch (connection.phase) {
            case NEW -> {
                return knock(connection, new WireInput(bytes, from, to));
            }
            case KNOCKING, OPENING -> connection.held.add(java.util.Arrays.copyOfRange(bytes, from, to));
            case OPEN -> {
                return request(connection, new WireInput(bytes, from, to));
            }
            case CLOSED -> {
                // Nothing behind a last request is looked at.
            }
        }
        return null;
    }

    private String knock(Connection connection, WireInput in) {
        try {
            connection.knock = ConnectRequest.read(in);
        } catch (MalformedRecord e) {
            return "the connect request is malformed: " + e.getMessage();
        }
        connection.phase = Connection.Phase.KNOCKING;
        connection.link.wantFrames(false);
        markDirty(connection);
        return null;
    }

    private String request(Connection connection, WireInput in) {
        if (in.remaining() < RequestHeader.BYTES) {
            return "a frame of " + in.remaining() + " bytes is shorter than a request header";
        }
        int xid = in.int32();
        int code = in.int32();
        OpCode type = OpCode.of(code);
        connection.touched = true;
        connection.heardMs = clock.nowMs();
        if (type == OpCode.AUTH) {
            return auth(connection, xid, in);
        } else if (type == OpCode.SASL && !hasToken(in.copy())) {
            return "the SASL packet has no token";
        }
        Pending pending = new Pending(connection, xid, type, body(type, in), clock.nanos());
        if (type == OpCode.SASL) {
            pending.verdict = ErrorCode.OK;
        } else if (!authenticator.maySendRequests(connection.identities)) {
            decide(pending, ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH, 0, true);
        } else if (type == null || type.kind() == OpCode.Kind.INTERNAL) {
            decide(pending, ErrorCode.UNIMPLEMENTED, -1, true);
        } else if (type.kind() == OpCode.Kind.WRITE) {
            pending.write =
                    new WriteRequest(pending, connection.sessionId, xid, type, pending.body, connection.identities);
            pending.last = type == OpCode.CLOSE_SESSION;
        } else if (pending.body == null) {
            pending.verdict = ErrorCode.MARSHALLING_ERROR;
            pending.verdictZxid = Long.MIN_VALUE; // The tree's, when it is answered.
        }
        enqueue(pending);
        return null;
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

    private String auth(Connection connection, int xid, WireInput in) {
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
        Pending pending = new Pending(connection, xid, OpCode.AUTH, null, clock.nanos());
        decide(pending, verdict.accepted() ? ErrorCode.OK : ErrorCode.AUTH_FAILED, 0, !verdict.accepted());
        enqueue(pending);
        return null;
    }

    private void decide(Pending pending, ErrorCode verdict, long zxid, boolean last) {
        pending.verdict = verdict;
        pending.verdictZxid = zxid;
        pending.last = last;
    }

    private void enqueue(Pending pending) {
        Connection connection = pending.connection;
        connection.waiting.add(pending);
        outstanding++;
        if (pending.last) {
            connection.phase = Connection.Phase.CLOSED;
            connection.link.wantFrames(false);
        } else if (!connection.stalled && isOverLimit(connection)) {
            connection.stalled = true;
            stalled.add(connection);
            connection.link.wantFrames(false);
        }
        markDirty(connection);
    }

    private boolean isOverLimit(Connection connection) {
        return connection.unanswered() >= CONNECTION_QUEUE_MAX
                || outstanding > options.outstandingMax() && connection.unanswered() > 1;
    }

    private void markDirty(Connection connection) {
        if (!connection.dirty) {
            connection.dirty = true;
            dirty.add(connection);
        }
    }

    /** All frames that had arrived have been given. */
    public void endOfBurst() {
        do {
            passGate();
            if (!submissions.isEmpty()) {
                List<Submission> batch = submissions;
                submissions = new ArrayList<>();
                replica.submit(batch);
            }
            flush();
        } while (!dirty.isEmpty());
    }

    /** The replica has extended the stream. */
    public void onApplied() {
        endOfBurst();
    }

    private void passGate() {
        served = 0;
        gate.enter();
        try {
            advance();
            int round = dirty.size();
            while (round-- > 0 && served < PASSAGE_REQUESTS) {
                Connection connection = dirty.remove();
                connection.dirty = false;
                if (connection.phase == Connection.Phase.KNOCKING) {
                    open(connection);
                } else {
                    drain(connection);
                }
            }
        } finally {
            gate.leave();
        }
    }

    private void advance() {
        for (Applied next = cursor.next(); next != null; next = cursor.next()) {
            cursor = next;
            next.opened().forEach(this::onOpened);
            tell(next);
            next.closedSessions().forEach(this::onSessionClosed);
        }
    }

    /** In zxid order: the events of a transaction, its answer, then those of the next. So no client's view goes back. */
    private void tell(Applied link) {
        List<Change> changes = watches.watchCount() > 0 ? link.changes() : List.of();
        int told = 0;
        for (Answer answer : link.answers()) {
            while (told < changes.size() && changes.get(told).zxid() <= answer.zxid()) {
                fire(changes.get(told++));
            }
            onAnswer(answer);
        }
        while (told < changes.size()) {
            fire(changes.get(told++));
        }
    }

    private void fire(Change change) {
        watches.fire(
                change.type(),
                change.path(),
                watcher -> notify(watcher, change.type(), change.path(), change.acl(), change.zxid()));
        if (change.parent() != null) {
            watches.fire(
                    WatchEventType.NODE_CHILDREN_CHANGED,
                    change.parent(),
                    watcher -> notify(
                            watcher,
                            WatchEventType.NODE_CHILDREN_CHANGED,
                            change.parent(),
                            change.parentAcl(),
                            change.zxid()));
        }
    }

    private void notify(Connection watcher, WatchEventType type, Path path, List<Acl> acl, long zxid) {
        if (acls.allows(acl, Acl.READ, watcher.identities)) {
            Replies.event(output(watcher), type, path, zxid);
            watcher.stats.sent();
            meter.notified();
        }
    }

    private void onAnswer(Answer answer) {
        Pending pending = (Pending) answer.origin();
        if (connections.contains(pending.connection) && !pending.connection.inFlight.isEmpty()) {
            pending.answer = answer;
            answerInFlight(pending.connection);
            markDirty(pending.connection);
        }
    }

    private void onOpened(SessionOpened session) {
        Connection former = bySession.get(session.sessionId());
        if (former != null && former != session.connection() && !session.refused()) {
            leaving.add(former); // The session lives on another connection now.
        }
        if (!connections.contains(session.connection())) {
            return;
        }
        Connection connection = (Connection) session.connection();
        if (connection.phase != Connection.Phase.OPENING) {
            return;
        }
        if (session.refused()) {
            refuse(connection);
            return;
        }
        connection.sessionId = session.sessionId();
        connection.timeoutMs = session.timeoutMs();
        bySession.put(session.sessionId(), connection);
        byte[] password = SessionPassword.of(session.sessionId());
        respond(
                connection,
                ConnectResponse.accepted(connection.knock, session.timeoutMs(), session.sessionId(), password, false));
        connection.stats.answered(OpCode.CREATE_SESSION, -1, cursor.lastZxid(), clock.nowMs(), 0);
        connection.phase = Connection.Phase.OPEN;
        connection.knock = null;
        connection.link.wantFrames(true);
        takeHeld(connection);
    }

    private void takeHeld(Connection connection) {
        List<byte[]> frames = new ArrayList<>(connection.held);
        connection.held.clear();
        for (byte[] frame : frames) {
            if (connection.phase != Connection.Phase.OPEN) {
                return;
            }
            if (request(connection, new WireInput(frame)) != null) {
                leaving.add(connection);
                return;
            }
        }
    }

    private void onSessionClosed(long sessionId) {
        Connection connection = bySession.get(sessionId);
        if (connection != null) {
            connection.sessionEnded = true;
            markDirty(connection);
        }
    }

    /** Judges a connect request (client protocol, section 2.5). */
    private void open(Connection connection) {
        ConnectRequest knock = connection.knock;
        if (knock.lastZxidSeen() > tree.lastZxid()) {
            // The client has seen more than this server: it must find another one.
            connection.phase = Connection.Phase.CLOSED;
            leaving.add(connection);
            return;
        }
        int timeoutMs = options.negotiate(knock.timeoutMs());
        if (knock.sessionId() == 0) {
            connection.phase = Connection.Phase.OPENING;
            submissions.add(new Submission.OpenSession(connection, timeoutMs));
        } else if (SessionPassword.matches(knock.sessionId(), knock.password())) {
            connection.phase = Connection.Phase.OPENING;
            submissions.add(new Submission.ResumeSession(connection, knock.sessionId(), timeoutMs));
        } else {
            refuse(connection);
        }
    }

    private void refuse(Connection connection) {
        respond(connection, ConnectResponse.refused(connection.knock, false));
        connection.phase = Connection.Phase.CLOSED;
        leaving.add(connection);
    }

    private void respond(Connection connection, ConnectResponse response) {
        WireOutput out = output(connection);
        int start = out.size();
        out.int32(0);
        response.write(out);
        Replies.end(out, start);
    }

    /** Answers what can be answered, in order, and moves writes that are due to the replica. */
    private void drain(Connection connection) {
        while (!connection.waiting.isEmpty()) {
            Pending pending = connection.waiting.peek();
            if (pending.isWrite()) {
                connection.waiting.remove();
                connection.inFlight.add(pending);
                submissions.add(new Submission.Write(pending.write, connection));
            } else if (!connection.inFlight.isEmpty()) {
                break;
            } else if (served >= PASSAGE_REQUESTS) {
                markDirty(connection);
                break;
            } else {
                connection.waiting.remove();
                outstanding--;
                served++;
                answerRead(connection, pending);
            }
        }
        if (connection.sessionEnded) {
            leaving.add(connection);
        } else if (connection.stalled && !isOverLimit(connection)) {
            resume(connection);
        }
    }

    /** Answers the oldest writes, up to the first that has no answer yet. */
    private void answerInFlight(Connection connection) {
        Pending pending = connection.inFlight.peek();
        while (pending != null && pending.answer != null) {
            connection.inFlight.remove();
            outstanding--;
            if (pending.answer.outcome() == null) {
                leaving.add(connection);
                return;
            }
            answerWrite(connection, pending, pending.answer.outcome());
            pending = connection.inFlight.peek();
        }
    }

    private void answerWrite(Connection connection, Pending pending, Outcome outcome) {
        WireOutput out = output(connection);
        int start = Replies.begin(out, pending.xid, pending.answer.zxid(), outcome.err());
        if (outcome.err() == 0) {
            Replies.written(out, pending.type, outcome);
        }
        finish(connection, pending, out, start, pending.answer.zxid());
    }

    private void answerRead(Connection connection, Pending pending) {
        WireOutput out = output(connection);
        if (pending.body instanceof SetWatches set && pending.verdict == null) {
            reads.setWatches(connection, set, out);
        }
        boolean decided = pending.verdict != null && pending.verdictZxid != Long.MIN_VALUE;
        long zxid = decided ? pending.verdictZxid : tree.lastZxid();
        int xid = pending.type == OpCode.PING ? RequestHeader.PING_XID : pending.xid;
        int start = Replies.begin(out, xid, zxid, 0);
        ErrorCode err = serve(connection, pending, out);
        if (err != ErrorCode.OK) {
            Replies.fail(out, start, err.code());
        }
        finish(connection, pending, out, start, zxid);
    }

    private ErrorCode serve(Connection connection, Pending pending, WireOutput out) {
        if (pending.type == OpCode.SASL) {
            out.buffer(null); // SASL is not set up: this lets clients with a stray configuration go on.
            return ErrorCode.OK;
        } else if (pending.verdict != null) {
            return pending.verdict;
        } else if (pending.type == OpCode.PING || pending.body instanceof SetWatches) {
            return ErrorCode.OK;
        }
        return reads.serve(connection, pending.body, out);
    }

    private void finish(Connection connection, Pending pending, WireOutput out, int start, long zxid) {
        Replies.end(out, start);
        long latencyMs = (clock.nanos() - pending.receivedNanos) / 1_000_000;
        connection.stats.answered(pending.type, pending.xid, zxid, clock.nowMs(), latencyMs);
        meter.answered(pending.type, latencyMs, out.size() - start);
        if (pending.last) {
            leaving.add(connection);
        }
    }

    private void resume(Connection connection) {
        connection.stalled = false;
        stalled.remove(connection);
        if (connection.phase == Connection.Phase.OPEN) {
            connection.link.wantFrames(true);
        }
    }

    private WireOutput output(Connection connection) {
        if (!connection.hasOutput) {
            connection.hasOutput = true;
            withOutput.add(connection);
        }
        return connection.out;
    }

    private void flush() {
        for (int i = 0; i < withOutput.size(); i++) {
            Connection connection = withOutput.get(i);
            WireOutput out = connection.out;
            connection.hasOutput = false;
            connection.link.send(out.array(), 0, out.size());
            connection.link.flush();
            out.clear();
            if (out.array().length > KEPT_OUTPUT_BYTES) {
                out.release();
            }
        }
        withOutput.clear();
        for (int i = 0; i < leaving.size(); i++) {
            Connection connection = leaving.get(i);
            disconnected(connection);
            connection.link.close();
        }
        leaving.clear();
        releaseStalled();
    }

    private void releaseStalled() {
        if (!stalled.isEmpty() && outstanding <= options.outstandingMax()) {
            for (Connection connection : List.copyOf(stalled)) {
                if (!isOverLimit(connection)) {
                    resume(connection);
                }
            }
        }
    }

    /** Reports the sessions that were heard since the last call. To be called several times per session timeout. */
    public void reportTouched() {
        List<Long> ids = new ArrayList<>();
        List<Long> heardMs = new ArrayList<>();
        for (Connection connection : connections) {
            if (connection.touched && connection.sessionId != 0) {
                connection.touched = false;
                ids.add(connection.sessionId);
                heardMs.add(connection.heardMs);
            }
        }
        if (!ids.isEmpty()) {
            replica.submit(List.of(new Submission.Touched(ids, heardMs)));
        }
    }

    /** Ends all connections; their sessions stay. */
    public void closeAll() {
        leaving.addAll(connections);
        flush();
    }

    public Collection<Connection> connections() {
        return Collections.unmodifiableCollection(connections);
    }

    public WatchTable<Connection> watches() {
        return watches;
    }

    public int outstanding() {
        return outstanding;
    }
}
