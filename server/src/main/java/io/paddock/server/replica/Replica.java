package io.paddock.server.replica;

import io.paddock.common.OpCode;
import io.paddock.common.Zxid;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.Apply;
import io.paddock.server.txn.Change;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.Prepare;
import io.paddock.server.txn.PrepareOptions;
import io.paddock.server.txn.Tip;
import io.paddock.server.txn.WriteRequest;
import io.paddock.server.zab.Alone;
import io.paddock.server.zab.Effects;
import io.paddock.server.zab.Proposal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One peer's copy of the state, stepped by events. A step ends with {@link #applyCommitted}, behind the gate: that is the
 * only place where the tree changes.
 *
 * <p>Owned by the replica thread. Times are given: monotonic milliseconds for expiry, wall clock for transactions.
 */
public final class Replica implements Stepped, Effects {

    /** A tick that comes this much late means that the process stood still. */
    private static final long PAUSE_TICKS = 1;

    private final Tree tree;
    private final Tip tip;
    private final Prepare prepare;
    private final Effects log;
    private final SessionTable sessions;
    private final SessionIds sessionIds;
    private final Sweeper sweeper;
    private final ReplicaOptions options;
    private final ReplicaListener listener;
    private final Apply apply;
    private final DigestHistory digests = new DigestHistory();
    private final Alone role = new Alone();

    private final ArrayDeque<Proposal> committed = new ArrayDeque<>();
    private final AppliedStream stream;
    /** Connections that wait for the createSession with that zxid. */
    private final Map<Long, Object> openings = new HashMap<>();

    private long nextZxid;
    private long nowMs;
    private long wallMs;
    private long lastTickMs;

    /**
     * A replica of what the tree holds, whose sessions all get their full timeout from now.
     *
     * @param log of its effects only {@code append} is called
     */
    public Replica(
            Tree tree,
            AclRules acls,
            PrepareOptions prepareOptions,
            ReplicaOptions options,
            Effects log,
            long nowMs,
            long wallMs) {
        this(tree, acls, prepareOptions, options, log, ReplicaListener.NONE, Beginning.at(nowMs, wallMs));
    }

    public Replica(
            Tree tree,
            AclRules acls,
            PrepareOptions prepareOptions,
            ReplicaOptions options,
            Effects log,
            ReplicaListener listener,
            Beginning beginning) {
        this.tree = tree;
        this.options = options;
        this.log = log;
        this.listener = listener;
        this.stream = new AppliedStream(tree.lastZxid());
        this.sessions = new SessionTable(options.tickMs());
        this.tip = new Tip(tree);
        this.prepare = new Prepare(tree, tip, acls, sessions::isOpen, prepareOptions, listener);
        this.apply = new Apply(tree, stream.changes());
        this.sweeper = new Sweeper(tree, options);
        this.sessionIds = SessionIds.from(
                options.serverId(),
                beginning.wallMs(),
                beginning.newestTxnMs(),
                tree.sessions().keySet(),
                beginning.random());
        this.nextZxid = tree.lastZxid();
        this.lastTickMs = beginning.nowMs();
        this.wallMs = beginning.newestTxnMs();
        at(beginning.nowMs(), beginning.wallMs());
        tree.sessions().forEach((id, timeoutMs) -> sessions.add(id, timeoutMs, null, nowMs));
    }

    /**
     * The time of the events that follow. The time of transactions never goes back, though the clock on the wall may
     * (hazard H34).
     */
    @Override
    public void at(long newNowMs, long newWallMs) {
        nowMs = newNowMs;
        wallMs = Math.max(wallMs, newWallMs);
    }

    /** The end of the stream: where a new client loop starts to follow. */
    @Override
    public Tree tree() {
        return tree;
    }

    @Override
    public Applied tail() {
        return stream.tail();
    }

    /** A client wants a new session. */
    @Override
    public void onOpenSession(Object connection, int timeoutMs) {
        long id = sessionIds.next(sessions::contains);
        sessions.add(id, timeoutMs, connection, nowMs);
        LoggedTxn txn = prepare.createSession(id, timeoutMs, takeZxid(), wallMs);
        WriteRequest request = new WriteRequest(null, id, 0, OpCode.CREATE_SESSION, null, List.of());
        openings.put(txn.zxid(), connection);
        role.onProposed(Proposal.of(txn, request), this);
    }

    /** A client wants to go on with a session; its password was right. */
    @Override
    public void onResumeSession(Object connection, long id, int timeoutMs) {
        boolean resumed = sessions.resume(id, timeoutMs, connection, nowMs);
        stream.opened(new SessionOpened(connection, id, resumed ? timeoutMs : 0));
    }

    /** The session was heard at that (monotonic) time. */
    @Override
    public void onTouched(long id, long heardMs) {
        sessions.touch(id, heardMs);
    }

    @Override
    public void onWrite(WriteRequest request, Object connection) {
        boolean closes = request.type() == OpCode.CLOSE_SESSION;
        if (!closes && connection != null && !sessions.isOwnedBy(request.sessionId(), connection)) {
            stream.answered(new Answer(request.origin(), 0, null));
            return;
        }
        LoggedTxn txn = prepare.prepare(request, takeZxid(), wallMs);
        if (closes) {
            sessions.markClosing(request.sessionId());
        }
        role.onProposed(Proposal.of(txn, request), this);
    }

    @Override
    public void onLogSynced(long zxid) {
        role.onLogSynced(zxid, this);
    }

    /** To be called some times per tick. */
    @Override
    public void onTick() {
        boolean stoodStill = nowMs - lastTickMs > PAUSE_TICKS * options.tickMs();
        lastTickMs = nowMs;
        if (stoodStill) {
            // What clients sent meanwhile still waits in socket buffers: let it be heard before anyone is expired.
            sessions.forgive(nowMs);
        }
        for (long id : sessions.expired(nowMs)) {
            listener.sessionExpired(id, sessions.timeoutMs(id));
            onWrite(new WriteRequest(null, id, 0, OpCode.CLOSE_SESSION, null, List.of()), null);
        }
        sweeper.onTick(nowMs, wallMs, request -> onWrite(request, null));
    }

    /** True if this step has something to apply or to publish. */
    @Override
    public boolean hasNews() {
        return !committed.isEmpty() || stream.hasAnswers();
    }

    /** Applies what was committed and links it to the stream. Behind the gate. */
    @Override
    public Applied applyCommitted() {
        while (!committed.isEmpty()) {
            apply(committed.remove());
        }
        Applied step = stream.end(tree.lastZxid());
        prepare.applied(tree.lastZxid());
        return step;
    }

    private void apply(Proposal proposal) {
        int changesBefore = stream.changeCount();
        Outcome outcome = apply.apply(proposal.txn());
        digests.onApplied(proposal.zxid(), tree.digest());
        listener.applied(proposal.txn().txn());
        WriteRequest request = proposal.request();
        OpCode type = proposal.txn().header().type();
        if (type == OpCode.CREATE_SESSION) {
            long id = request.sessionId();
            stream.opened(new SessionOpened(openings.remove(proposal.zxid()), id, sessions.timeoutMs(id)));
        } else if (type == OpCode.CLOSE_SESSION) {
            sessions.remove(request.sessionId());
            stream.closed(request.sessionId());
            for (Change change : stream.changesSince(changesBefore)) {
                listener.ephemeralDeleted(request.sessionId(), change.path());
            }
        }
        if (request.origin() != null) {
            stream.answered(new Answer(request.origin(), proposal.zxid(), outcome));
            listener.carriedOut(request, outcome);
        }
    }

    /** Digests of the tree at every 128th zxid, the last thousand of them, oldest first. */
    @Override
    public List<DigestHistory.Mark> digests() {
        return digests.marks();
    }

    /** Changes of znodes that were ever prepared, and of these {@link #changesRemoved} that wait no more. */
    @Override
    public long changesQueued() {
        return tip.queued();
    }

    @Override
    public long changesRemoved() {
        return tip.removed();
    }

    @Override
    public int outstanding() {
        return role.outstanding();
    }

    /** Deadlines (monotonic ms) and the sessions that expire then. */
    @Override
    public TreeMap<Long, List<Long>> sessionsByDeadline() {
        return sessions.byDeadline();
    }

    @Override
    public void append(Proposal proposal) {
        log.append(proposal);
    }

    @Override
    public void commit(Proposal proposal) {
        committed.add(proposal);
    }

    private long takeZxid() {
        // The counter has 32 bits: behind its end a new epoch begins (server semantics, section 4.3).
        nextZxid = Zxid.counter(nextZxid) == 0xffff_ffffL ? Zxid.of(Zxid.epoch(nextZxid) + 1, 1) : nextZxid + 1;
        return nextZxid;
    }
}
