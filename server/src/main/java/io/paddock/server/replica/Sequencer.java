package io.paddock.server.replica;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.Prepare;
import io.paddock.server.txn.PrepareOptions;
import io.paddock.server.txn.Tip;
import io.paddock.server.txn.Txn;
import io.paddock.server.txn.TxnHeader;
import io.paddock.server.txn.WriteRequest;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.Proposal;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The leader's desk: everything that changes state passes here, in one order. It decides about sessions in the same step in
 * which it gives away the number of their end, so nothing of a session is numbered behind its close (hazard H40).
 *
 * <p>Begins with a leadership and ends with it. Owned by the replica thread.
 */
final class Sequencer {

    /** A tick that comes this many ticks late means that the process stood still. */
    private static final long PAUSE_TICKS = 1;

    private final Leading leading;
    private final Consumer<Proposal> propose;
    private final ReplicaOptions options;
    private final ReplicaListener listener;
    private final SessionTable sessions;
    private final Tip tip;
    private final Prepare prepare;
    private final Sweeper sweeper;
    /** Sessions that own ephemerals and that nobody has opened, as far as the tree knows. */
    private final TreeSet<Long> unknownOwners;
    /** Of the last transaction. Never goes back, whatever the clock of the machine does (hazard H34). */
    private long timeMs;

    private long lastTickMs;

    /** @param timeMs no transaction before has a later time */
    Sequencer(
            Tree tree,
            AclRules acls,
            PrepareOptions prepareOptions,
            ReplicaOptions options,
            Leading leading,
            Consumer<Proposal> propose,
            ReplicaListener listener,
            long timeMs,
            long nowMs) {
        this.leading = leading;
        this.propose = propose;
        this.options = options;
        this.timeMs = timeMs;
        this.lastTickMs = nowMs;
        this.sessions = new SessionTable(options.tickMs());
        this.tip = new Tip(tree);
        this.prepare = new Prepare(tree, tip, acls, sessions::isOpen, prepareOptions, listener);
        this.listener = listener;
        this.sweeper = new Sweeper(tree, options);
        tree.sessions().forEach((id, timeoutMs) -> sessions.add(id, timeoutMs, null, nowMs));
        this.unknownOwners = new TreeSet<>(tree.ephemeralOwners());
        unknownOwners.removeAll(tree.sessions().keySet());
    }

    /**
     * Ends sessions that own ephemerals and are in no table: old releases leave such data. Their ephemerals go by a
     * transaction, so that every copy loses them at the same place of the history. The first proposals of a leader.
     */
    void closeUnknownOwners(long wallMs) {
        for (long id : List.copyOf(unknownOwners)) {
            listener.unknownOwnerClosed(id);
            write(new WriteRequest(null, id, 0, OpCode.CLOSE_SESSION, null, List.of()), null, wallMs);
        }
        unknownOwners.clear();
    }

    SessionTable sessions() {
        return sessions;
    }

    Tip tip() {
        return tip;
    }

    /**
     * A new session. If the id is in use an error is numbered instead: two clients must not share one (hazard H33).
     *
     * @param owner the connection, or the learner, that it comes by
     * @return false if nothing was numbered, because this leader is about to resign
     */
    boolean openSession(long id, int timeoutMs, Object owner, long nowMs, long wallMs) {
        if (!leading.accepts()) {
            return false;
        }
        WriteRequest request = new WriteRequest(null, id, 0, OpCode.CREATE_SESSION, null, List.of());
        LoggedTxn txn;
        if (sessions.contains(id)) {
            txn = failure(id, 0, ErrorCode.SESSION_EXPIRED, wallMs);
        } else {
            sessions.add(id, timeoutMs, owner, nowMs);
            txn = prepare.createSession(id, timeoutMs, leading.nextZxid(), time(wallMs));
        }
        propose.accept(Proposal.of(txn, request));
        return true;
    }

    /** @param owner as for {@link #openSession}; null for requests of the server itself */
    void write(WriteRequest request, Object owner, long wallMs) {
        if (!leading.accepts()) {
            return; // The leader is about to resign, and the client will be disconnected.
        }
        long id = request.sessionId();
        boolean closes = request.type() == OpCode.CLOSE_SESSION;
        if (!closes && owner != null && !sessions.takeOrIsOwnedBy(id, owner)) {
            LoggedTxn moved = failure(id, request.cxid(), ErrorCode.SESSION_MOVED, wallMs);
            propose.accept(Proposal.of(moved, request));
            return;
        }
        LoggedTxn txn = prepare.prepare(request, leading.nextZxid(), time(wallMs));
        if (closes) {
            sessions.markClosing(id);
        }
        propose.accept(Proposal.of(txn, request));
    }

    private LoggedTxn failure(long sessionId, int cxid, ErrorCode code, long wallMs) {
        TxnHeader header = new TxnHeader(sessionId, cxid, leading.nextZxid(), time(wallMs), OpCode.ERROR);
        return new LoggedTxn(header, new Txn.Failure(code), null);
    }

    void onTick(long nowMs, long wallMs) {
        boolean stoodStill = nowMs - lastTickMs > PAUSE_TICKS * options.tickMs();
        lastTickMs = nowMs;
        if (stoodStill) {
            sessions.forgive(nowMs); // What was said meanwhile still waits in buffers, here and at the learners.
        }
        for (long id : sessions.expired(nowMs)) {
            listener.sessionExpired(id, sessions.timeoutMs(id));
            write(new WriteRequest(null, id, 0, OpCode.CLOSE_SESSION, null, List.of()), null, wallMs);
        }
        sweeper.onTick(nowMs, wallMs, request -> write(request, null, wallMs));
    }

    void onClosed(long sessionId) {
        sessions.remove(sessionId);
    }

    void onApplied(long zxid) {
        prepare.applied(zxid);
    }

    private long time(long wallMs) {
        timeMs = Math.max(timeMs, wallMs);
        return timeMs;
    }
}
