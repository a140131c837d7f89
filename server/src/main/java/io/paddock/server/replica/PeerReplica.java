package io.paddock.server.replica;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.server.election.Candidacy;
import io.paddock.server.election.FastElection;
import io.paddock.server.election.Notification;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.Apply;
import io.paddock.server.txn.Change;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.PrepareOptions;
import io.paddock.server.txn.WriteRequest;
import io.paddock.server.zab.Configuration;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.InSync;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.Proposal;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.Self;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * One peer of an ensemble: its participation, its copy of the state, and the sessions that it knows. Stepped by events; a
 * step ends with {@link #applyCommitted}, behind the gate.
 *
 * <p>Owned by the replica thread. Times are given: monotonic milliseconds, and the wall clock for transactions.
 */
public final class PeerReplica implements Stepped {

    private static final long AHEAD_MS_MAX = 24 * 3_600_000L;
    /** What a snapshot has of a znode besides path and data, about. */
    private static final long ZNODE_BYTES = 80;

    private final AclRules acls;
    private final PrepareOptions prepareOptions;
    private final ReplicaOptions options;
    private final PeerWorld world;
    private final ReplicaListener listener;
    private final PeerEffects effects = new Effects();
    private final Participation participation;
    private final long sid;
    private final Random random;
    /** Made anew when this peer begins to serve: only then does it know all sessions. */
    private SessionIds sessionIds;

    private boolean knowsSessions;
    private boolean stopping;

    private Tree tree;
    private Apply apply;
    /** What this peer does for clients in its present role. Never null. */
    private Serving serving = Serving.NOBODY;

    private final ArrayDeque<Proposal> committed = new ArrayDeque<>();
    private final AppliedStream stream;
    private final HeardSessions heard = new HeardSessions();
    private final TreeCheck check;

    private final StepTime time = new StepTime();
    /** Of the newest transaction that is known. */
    private long lastTxnTimeMs;

    /** @param beginning its random has a seed of its own for each peer */
    public PeerReplica(
            Tree tree,
            AclRules acls,
            PrepareOptions prepareOptions,
            ReplicaOptions options,
            Self self,
            Candidacy.Kind kind,
            FastElection election,
            PeerWorld world,
            ReplicaListener listener,
            Beginning beginning) {
        this.acls = acls;
        this.prepareOptions = prepareOptions;
        this.options = options;
        this.world = world;
        this.listener = listener;
        this.sid = self.sid();
        this.random = beginning.random();
        this.lastTxnTimeMs = plausible(beginning.newestTxnMs(), beginning.wallMs());
        this.participation = new Participation(self, kind, election, effects, beginning.random(), beginning.nowMs());
        this.check = new TreeCheck(world::diverged);
        this.stream = new AppliedStream(tree.lastZxid());
        use(tree);
        at(beginning.nowMs(), beginning.wallMs());
    }

    /** The time of the events that follow. */
    @Override
    public void at(long newNowMs, long newWallMs) {
        time.at(newNowMs, newWallMs);
        participation.at(newNowMs);
    }

    public EnsembleRole role() {
        return participation.role();
    }

    public Configuration configuration() {
        return participation.configuration();
    }

    public boolean serves() {
        return participation.role().serves();
    }

    @Override
    public Tree tree() {
        return tree;
    }

    /** The end of the stream: where a new client loop starts to follow. */
    @Override
    public Applied tail() {
        return stream.tail();
    }

    // Of the ensemble.

    @Override
    public void onTick() {
        participation.onTick();
        if (!stopping) { // Nobody is heard any more then: no session's silence means anything.
            serving.onTick();
        }
    }

    public void onNotification(long from, Notification notification) {
        participation.onNotification(from, notification);
    }

    public void onReachable(long sid, boolean reachable) {
        participation.onReachable(sid, reachable);
    }

    public void onLinked(long link, long dialled) {
        participation.onLinked(link, dialled);
    }

    public void onDialFailed() {
        participation.onDialFailed();
    }

    public void onUnlinked(long link, String why) {
        serving.onUnlinked(link);
        participation.onUnlinked(link, why);
    }

    /** A SNAP packet comes here when the stream behind it has been received. */
    public void onPacket(long link, QuorumPacket packet) {
        participation.onPacket(link, packet);
    }

    /** A snapshot is on its way over this link, and some more of it has got through. */
    public void onPartMoved(long link) {
        participation.onPartMoved(link);
    }

    /** All that had arrived on that link when it was asked for has been told. */
    public void onCaughtUp(long link) {
        participation.onCaughtUp(link);
    }

    /** What learners pass on is passed over: their clients, who never pause, would keep the end of a leader away. */
    @Override
    public void onStopping() {
        stopping = true;
    }

    // Of the disk.

    /** The snapshot that is being saved: some more of it has been written. */
    public void onDiskMoved() {
        participation.onDiskMoved();
    }

    @Override
    public void onLogSynced(long zxid) {
        participation.onLogSynced(zxid);
    }

    /** @param reloaded the tree as the log has it now, if it showed more before; else null */
    public void onTruncated(long zxid, Tree reloaded) {
        if (reloaded != null) {
            use(reloaded);
        }
        participation.onTruncated(zxid);
    }

    public void onTruncateRefused() {
        participation.onTruncateRefused();
    }

    public void onSnapshotSaved(long zxid, Tree received) {
        use(received);
        lastTxnTimeMs = Math.max(lastTxnTimeMs, plausible(received.newestTimeMs(), time.wallMs()));
        check.onReceived();
        participation.onSnapshotSaved(zxid);
    }

    public void onEpochsPersisted(long accepted, long current) {
        participation.onEpochsPersisted(accepted, current);
    }

    // Of clients. Only while this peer serves: otherwise they are disconnected, and nothing is answered.

    /** A client wants a new session. */
    @Override
    public void onOpenSession(Object connection, int timeoutMs) {
        serving.openSession(nextSessionId(), timeoutMs, connection);
    }

    private long nextSessionId() {
        if (!knowsSessions) {
            knowsSessions = true;
            sessionIds = SessionIds.from(
                            sid, time.wallMs(), lastTxnTimeMs, tree.sessions().keySet(), random)
                    .notBelow(sessionIds);
        }
        return sessionIds.next(tree.sessions()::containsKey);
    }

    /** A client wants to go on with a session; its password was right. */
    @Override
    public void onResumeSession(Object connection, long id, int timeoutMs) {
        serving.resumeSession(id, timeoutMs, connection);
    }

    @Override
    public void onTouched(long id, long heardMs) {
        serving.touched(id, heardMs);
    }

    @Override
    public void onWrite(WriteRequest request, Object connection) {
        if (request.type() == OpCode.SYNC) {
            onSync(request);
        } else {
            serving.write(request, connection);
        }
    }

    /** The client wants to see everything that anybody was told by now. Answered when its session may read it. */
    public void onSync(WriteRequest request) {
        serving.sync(request);
    }

    @Override
    public int outstanding() {
        return serving.leads() ? participation.outstanding() : 0;
    }

    @Override
    public List<DigestHistory.Mark> digests() {
        return check.marks();
    }

    @Override
    public long changesQueued() {
        return serving.changesQueued();
    }

    @Override
    public long changesRemoved() {
        return serving.changesRemoved();
    }

    @Override
    public TreeMap<Long, List<Long>> sessionsByDeadline() {
        return serving.sessionsByDeadline();
    }

    // The end of a step.

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
        participation.snapshotBytes(tree.dataSize() + tree.size() * ZNODE_BYTES);
        Applied step = stream.end(tree.lastZxid());
        serving.onApplied(tree.lastZxid());
        return step;
    }

    private void apply(Proposal proposal) {
        LoggedTxn txn = proposal.txn();
        int changesBefore = stream.changeCount();
        Outcome outcome = apply.apply(txn);
        listener.applied(txn.txn());
        lastTxnTimeMs = Math.max(lastTxnTimeMs, txn.header().timeMs());
        check.onApplied(txn, tree.digest());
        publish(txn, outcome, serving.waitingFor(proposal));
        if (txn.header().type() == OpCode.CLOSE_SESSION) {
            for (Change change : stream.changesSince(changesBefore)) {
                listener.ephemeralDeleted(txn.header().sessionId(), change.path());
            }
        }
    }

    private void publish(LoggedTxn txn, Outcome outcome, Waiting waiting) {
        long id = txn.header().sessionId();
        OpCode type = txn.header().type();
        if (type == OpCode.CREATE_SESSION) {
            heard.heard(id, tree.sessions().get(id));
        } else if (type == OpCode.CLOSE_SESSION) {
            stream.closed(id);
            heard.closed(id);
            serving.onSessionClosed(id);
        }
        if (waiting.connection() != null) {
            int timeoutMs = outcome.err() == 0 ? tree.sessions().getOrDefault(id, 0) : 0;
            stream.opened(new SessionOpened(waiting.connection(), id, timeoutMs));
        }
        WriteRequest request = waiting.request();
        if (request != null && request.origin() != null) {
            boolean moved = outcome.err() == ErrorCode.SESSION_MOVED.code();
            stream.answered(new Answer(request.origin(), txn.zxid(), moved ? null : outcome));
            if (!moved) {
                listener.carriedOut(request, outcome);
            }
        }
    }

    /** Never while this peer serves. */
    private void use(Tree newTree) {
        tree = newTree;
        apply = new Apply(newTree, stream.changes());
    }

    /** A clock that once was far ahead must not set the time of all transactions until then. */
    private static long plausible(long timeMs, long wallMs) {
        return timeMs > wallMs + AHEAD_MS_MAX ? 0 : timeMs;
    }

    // What the roles ask for.

    private void onTransition(EnsembleRole from, EnsembleRole to) {
        // What an earlier leadership has left has nobody waiting for it, also if it is applied by a next one.
        serving = Serving.NOBODY;
        knowsSessions = false;
        heard.forget();
        check.became(to);
        if (to instanceof Leading) {
            world.alone(this::applyCommitted);
        }
        serving = servingAs(to);
        world.transition(from, to);
        serving.begin();
    }

    private Serving servingAs(EnsembleRole role) {
        if (role instanceof Leading leading) {
            return new ServingAsLeader(leading, newSequencer(leading), stream, effects, time);
        } else if (role instanceof InSync learner) {
            return new ServingAsLearner(new Forwarded(learner.link()), tree.sessions(), heard, stream, effects);
        }
        return Serving.NOBODY;
    }

    private Sequencer newSequencer(Leading leading) {
        return new Sequencer(
                tree,
                acls,
                prepareOptions,
                options,
                leading,
                proposal -> leading.onProposed(proposal, time.nowMs(), effects),
                listener,
                Math.max(lastTxnTimeMs, time.wallMs()),
                time.nowMs());
    }

    /** Sorts what the roles ask for: this peer's own state, or the world. */
    private final class Effects implements PeerEffects {
        @Override
        public void append(Proposal proposal) {
            world.append(proposal);
        }

        @Override
        public void commit(Proposal proposal) {
            committed.add(proposal);
        }

        @Override
        public void dial(long sid) {
            world.dial(sid);
        }

        @Override
        public void send(long link, QuorumPacket packet) {
            world.send(link, packet);
        }

        @Override
        public void sendSnapshot(long link, long label) {
            world.alone(PeerReplica.this::applyCommitted);
            world.sendSnapshot(link, label, tree.capture());
        }

        @Override
        public void unlink(long link, String why) {
            serving.onUnlinked(link);
            world.unlink(link, why);
        }

        @Override
        public void catchUp(long link) {
            world.catchUp(link);
        }

        @Override
        public void truncate(long zxid) {
            world.truncate(zxid);
        }

        @Override
        public void persistEpochs(long acceptedEpoch, long currentEpoch) {
            world.persistEpochs(acceptedEpoch, currentEpoch);
        }

        @Override
        public void saveSnapshot(long link, long zxid) {
            world.saveSnapshot(link, zxid);
        }

        @Override
        public void pong(long link, long zxid) {
            world.send(link, QuorumPacket.of(PacketType.PING, zxid, heard.take()));
        }

        @Override
        public void requested(long link, long sid, QuorumPacket packet) {
            if (!stopping) {
                serving.onRequested(link, packet);
            }
        }

        @Override
        public void answered(QuorumPacket packet) {
            serving.onAnswered(packet);
        }

        @Override
        public void synced(Object token) {
            stream.synced((WriteRequest.Origin) token);
        }

        @Override
        public void estranged(long leader, long epoch, long ownEpoch) {
            world.estranged(leader, epoch, ownEpoch);
        }

        @Override
        public void notify(long sid, Notification notification) {
            world.notify(sid, notification);
        }

        @Override
        public void transition(EnsembleRole from, EnsembleRole to) {
            onTransition(from, to);
        }
    }
}
