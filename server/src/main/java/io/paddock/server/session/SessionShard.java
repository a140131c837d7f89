package io.paddock.server.session;

import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.wire.WireInput;
import io.paddock.server.replica.Answer;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.SessionOpened;
import io.paddock.server.replica.Submission;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import io.paddock.server.watch.WatchTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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
 *   <li>Events and the answers to writes are written when the stream passes them, in zxid order and the event first; so
 *       an event is before any later read, and no answer shows a state that an event before it has left behind.
 * </ol>
 *
 * <p>Owned by its event loop.
 */
public final class SessionShard {

    /** Requests served in one passage of the gate: some 100 us of work. */
    private static final int PASSAGE_REQUESTS = 256;

    /** Output of one connection above which no more reads are served for it in one passage. */
    private static final int PASSAGE_OUTPUT_BYTES = 1 << 20;

    private final ReadGate gate;
    private final Submission.Port replica;
    private final ShardClock clock;
    private final ShardMeter meter;
    private final LimitListener limitListener;
    private final boolean checksAclsEagerly;
    private final boolean gathersWrites;

    private final WatchTable<Connection> watches;
    private final Outbox outbox = new Outbox();
    private final Backlog backlog;
    private final RequestThrottle throttle;
    private final Handshakes handshakes;
    private final Intake intake;
    private final Events events;
    private final Answers answers;
    private final EagerAclCheck eagerAcls;
    private final Gathering gathering = new Gathering();

    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Map<Long, Connection> bySession = new HashMap<>();
    private final ArrayDeque<Connection> dirty = new ArrayDeque<>();
    /** Sessions that were heard on connections that have ended since the last report, and when. */
    private final ArrayList<Long> departedIds = new ArrayList<>();

    private final ArrayList<Long> departedHeardMs = new ArrayList<>();
    private ArrayList<Submission> submissions = new ArrayList<>();
    /** Something among them is no write, and does not wait. */
    private boolean urgent;

    private Applied cursor;
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
        ShardLimits limits = options.limits();
        this.gate = gate;
        this.replica = replica;
        this.clock = clock;
        this.cursor = cursor;
        this.meter = meter;
        this.limitListener = limits.listener();
        this.checksAclsEagerly = limits.eagerAclCheck();
        this.gathersWrites = options.gathersWrites();
        this.watches = new WatchTable<>(hashSeed);
        this.backlog = new Backlog(options);
        this.throttle = new RequestThrottle(limits.throttle(), limitListener);
        this.handshakes = new Handshakes(tree, options, outbox, clock, meter);
        this.intake = new Intake(authenticator, options.replicaSyncs(), clock, backlog, this::enqueue);
        this.events = new Events(watches, acls, outbox, meter);
        Reads reads = new Reads(tree, acls, authenticator, watches, limits.multiReadBytesMax());
        this.answers = new Answers(tree, reads, outbox, limits, clock, meter);
        this.eagerAcls = new EagerAclCheck(tree, acls);
    }

    /** A client has connected. */
    public Connection accept(ClientLink link, List<AuthId> identities) {
        Connection connection = new Connection(this, link, identities);
        connection.stats.established(clock.wallMs());
        connections.add(connection);
        return connection;
    }

    /** The client is gone: its watches, identities and unanswered requests go with it, its session stays. */
    public void disconnected(Connection connection) {
        if (connection.gone) {
            return;
        }
        connection.phase = Connection.Phase.CLOSED;
        if (connections.remove(connection)) {
            meter.disconnected();
        }
        forgetUnanswered(connection);
        watches.removeAll(connection);
        if (connection.sessionId != 0) {
            bySession.remove(connection.sessionId, connection);
            if (connection.touched) {
                connection.touched = false;
                departedIds.add(connection.sessionId);
                departedHeardMs.add(connection.heardMs);
            }
        }
    }

    private void forgetUnanswered(Connection connection) {
        connection.gone = true;
        gathering.left(connection);
        connection.dropped |= !connection.waiting.isEmpty();
        backlog.forget(connection);
        if (throttle.isOn()) {
            // What the replica has stays inside the throttle until its answer comes.
            long answered = connection.inFlight.stream()
                    .filter(pending -> pending.answer != null)
                    .count();
            throttle.left(connection.waiting.size() - connection.outsideThrottle + (int) answered);
        }
        connection.throttled = 0;
        connection.outsideThrottle = 0;
        connection.inFlight.clear();
        connection.waiting.clear();
        connection.held.clear();
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
                String problem = handshakes.knock(connection, new WireInput(bytes, from, to));
                if (connection.phase == Connection.Phase.KNOCKING) {
                    markDirty(connection);
                }
                return problem;
            }
            case KNOCKING, OPENING -> connection.held.add(Arrays.copyOfRange(bytes, from, to));
            case OPEN -> {
                return intake.take(connection, new WireInput(bytes, from, to));
            }
            case CLOSED -> {
                // Nothing behind a last request is looked at.
            }
        }
        return null;
    }

    private void enqueue(Pending pending) {
        Connection connection = pending.connection;
        gathering.asked(connection, pending.receivedNanos);
        backlog.add(pending);
        if (throttle.isOn()) {
            connection.throttled++;
            throttle.add(pending);
        } else {
            connection.waiting.add(pending);
        }
        if (pending.last) {
            connection.phase = Connection.Phase.CLOSED;
            connection.link.wantFrames(false);
        } else {
            backlog.stallIfOver(connection);
        }
        markDirty(connection);
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
            if (throttle.isOn()) {
                admit();
            }
            passGate();
            if (!submissions.isEmpty() && !writesWait()) {
                List<Submission> batch = submissions;
                submissions = new ArrayList<>();
                urgent = false;
                replica.submit(batch);
            }
            flush();
        } while (!dirty.isEmpty() || throttle.hasRoom());
    }

    private boolean writesWait() {
        return gathersWrites && !urgent && gathering.waits(submissions.size(), clock.nanos());
    }

    /** When {@link #endOfBurst} is to be called, by the clock's nanoseconds, if no burst ends before; 0 if it need not be. */
    public long callAtNanos() {
        return submissions.isEmpty() ? 0 : gathering.askAgainNanos();
    }

    /** The client has taken what was sent: {@link #endOfBurst} serves what waited for that. */
    public void onWritable(Connection connection) {
        if (connection.blocked) {
            connection.blocked = false;
            markDirty(connection);
        }
    }

    private void admit() {
        long nowNanos = clock.nanos();
        Pending next = throttle.next(nowNanos, outbox::end);
        while (next != null) {
            Connection connection = next.connection;
            if (connection.gone) {
                submissions.add(new Submission.Write(next.write, connection));
            } else {
                connection.throttled--;
                connection.waiting.add(next);
                markDirty(connection);
            }
            next = throttle.next(nowNanos, outbox::end);
        }
    }

    /** The replica has extended the stream. */
    public void onApplied() {
        endOfBurst();
    }

    private void passGate() {
        served = 0;
        gate.enter();
        try {
            if (!gate.isOpen()) {
                dirty.forEach(connection -> connection.dirty = false);
                dirty.clear();
                return;
            }
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

    private void open(Connection connection) {
        Submission submission = handshakes.judge(connection);
        if (submission != null) {
            submissions.add(submission);
            urgent = true;
        }
    }

    private void advance() {
        for (Applied next = cursor.next(); next != null; next = cursor.next()) {
            cursor = next;
            next.opened().forEach(this::onOpened);
            events.tell(next, this::onAnswer);
            next.closedSessions().forEach(this::onSessionClosed);
        }
    }

    private void onAnswer(Answer answer) {
        Pending pending = (Pending) answer.origin();
        Connection connection = pending.connection;
        if (connection.shard != this) {
            return;
        }
        pending.answer = answer;
        if (connection.gone) {
            limitListener.replyStale();
            throttle.left(1);
        } else {
            answerInFlight(connection);
            if (gathersWrites && connection.unanswered() == 0) {
                gathering.answered(connection, clock.nanos());
            }
            markDirty(connection); // What waited behind it is due.
        }
    }

    private void onOpened(SessionOpened session) {
        Connection former = bySession.get(session.sessionId());
        if (former != null && former != session.connection() && !session.refused()) {
            outbox.end(former); // The session lives on another connection now.
        }
        if (!connections.contains(session.connection())) {
            return;
        }
        Connection connection = (Connection) session.connection();
        if (connection.phase != Connection.Phase.OPENING) {
            return;
        }
        if (session.refused()) {
            handshakes.refuse(connection);
            return;
        }
        handshakes.open(connection, session, cursor.lastZxid());
        bySession.put(session.sessionId(), connection);
        backlog.read(connection);
        takeHeld(connection);
    }

    private void takeHeld(Connection connection) {
        List<byte[]> frames = new ArrayList<>(connection.held);
        connection.held.clear();
        for (byte[] frame : frames) {
            if (connection.phase != Connection.Phase.OPEN) {
                return;
            }
            if (intake.take(connection, new WireInput(frame)) != null) {
                outbox.end(connection);
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

    /** Answers the reads that are due, in order, and moves writes that are due to the replica. */
    private void drain(Connection connection) {
        throttle.cameBack(connection.outsideThrottle);
        connection.outsideThrottle = 0;
        while (!connection.waiting.isEmpty()) {
            Pending pending = connection.waiting.peek();
            if (checksAclsEagerly && pending.isWrite() && connection.inFlight.isEmpty()) {
                refuseEagerly(pending);
            }
            if (pending.isWrite()) {
                connection.waiting.remove();
                connection.inFlight.add(pending);
                submissions.add(new Submission.Write(pending.write, connection));
            } else if (!connection.inFlight.isEmpty()) {
                break;
            } else if (!connection.link.isWritable()) {
                connection.blocked = true;
                connection.outsideThrottle = connection.waiting.size();
                throttle.left(connection.outsideThrottle); // One client that does not read keeps no other out.
                break;
            } else if (served >= PASSAGE_REQUESTS || connection.out.size() > PASSAGE_OUTPUT_BYTES) {
                markDirty(connection);
                break;
            } else {
                connection.waiting.remove();
                release(pending);
                served++;
                if (!answers.read(pending)) {
                    outbox.end(connection);
                    return;
                }
            }
        }
        if (connection.sessionEnded) {
            outbox.end(connection);
        } else {
            backlog.resumeIfUnder(connection);
        }
    }

    /** Only with no write before it: the tree does not show yet what those change, the replica knows. */
    private void refuseEagerly(Pending pending) {
        ErrorCode refusal = eagerAcls.refusal(pending.body, pending.identities);
        if (refusal != null) {
            pending.decide(refusal, 0, false);
        }
    }

    /** Answers the oldest writes, up to the first that has no answer yet. */
    private void answerInFlight(Connection connection) {
        Pending pending = connection.inFlight.peek();
        while (pending != null && pending.answer != null) {
            connection.inFlight.remove();
            release(pending);
            if (pending.answer.outcome() == null) {
                outbox.end(connection);
                return;
            }
            answers.write(pending, pending.answer.outcome());
            pending = connection.inFlight.peek();
        }
    }

    private void release(Pending pending) {
        backlog.release(pending);
        throttle.left(1);
    }

    private void flush() {
        outbox.flush(this::disconnected);
        backlog.resumeAllUnder();
    }

    /** Reports the sessions that were heard since the last call. To be called several times per session timeout. */
    public void reportTouched() {
        List<Long> ids = new ArrayList<>(departedIds);
        List<Long> heardMs = new ArrayList<>(departedHeardMs);
        departedIds.clear();
        departedHeardMs.clear();
        for (Connection connection : connections) {
            if (connection.link.tookOutput()) {
                // Its pings may stand behind requests that are not read until it has taken its replies.
                connection.heard(clock.nowMs());
            }
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

    /** Nothing new is read: what was taken is to be answered before the end. */
    public void stopReading() {
        backlog.stopReading();
        connections.forEach(connection -> connection.link.wantFrames(false));
    }

    /** Ends all connections; their sessions stay. */
    public void closeAll() {
        outbox.endAll(connections);
        flush();
    }

    public Collection<Connection> connections() {
        return Collections.unmodifiableCollection(connections);
    }

    public WatchTable<Connection> watches() {
        return watches;
    }

    public int outstanding() {
        return backlog.outstanding();
    }

    /** For what the transport counts. */
    public ShardMeter meter() {
        return meter;
    }

    /** Requests that wait at the throttle, also those of connections that are gone. */
    public int throttled() {
        return throttle.queued();
    }

    /** A limit on connections has closed one before it came here. */
    public void onConnectionRefused() {
        limitListener.connectionRefused();
    }
}
