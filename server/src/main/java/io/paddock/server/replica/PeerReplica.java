package io.paddock.server.replica;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
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
import io.paddock.server.txn.TxnDigest;
import io.paddock.server.txn.WriteRequest;
import io.paddock.server.zab.Configuration;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.EpochsOfOurs;
import io.paddock.server.zab.ForwardedRequest;
import io.paddock.server.zab.InSync;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.Proposal;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.Revalidation;
import io.paddock.server.zab.Self;
import io.paddock.server.zab.SyncRounds;
import io.paddock.server.zab.Touch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Participation participation;
    private final long sid;
    private final Random random;
    /** Made anew when this peer begins to serve: only then does it know all sessions. */
    private SessionIds sessionIds;

    private boolean knowsSessions;
    private boolean stopping;

    private Tree tree;
    private Apply apply;
    /** Non-null while this peer leads. */
    private Sequencer sequencer;
    /** Non-null while this peer serves as a learner. */
    private Forwarded forwarded;

    private final ArrayDeque<Proposal> committed = new ArrayDeque<>();
    private final ArrayList<Change> changes = new ArrayList<>();
    private final ArrayList<SessionOpened> opened = new ArrayList<>();
    private final ArrayList<Answer> answers = new ArrayList<>();
    private final ArrayList<Long> closed = new ArrayList<>();
    /** Syncs that are answered when what was committed before them is applied. */
    private final ArrayList<Object> synced = new ArrayList<>();
    /** Connections that wait for the createSession with that zxid, on a leader. */
    private final TreeMap<Long, Object> openings = new TreeMap<>();
    /** Sessions that were heard since the leader's last PING, and their timeouts. */
    private final Map<Long, Integer> touched = new LinkedHashMap<>();
    /** Each learner as the owner of sessions, by link. */
    private final TreeMap<Long, Object> learnersAsOwners = new TreeMap<>();

    private final DigestHistory digests = new DigestHistory();

    /** Whether the tree is exactly that of its zxid, as far as is known. */
    private boolean comparable = true;

    private final EpochsOfOurs epochsOfOurs = new EpochsOfOurs();

    private Applied tail;
    private long nowMs;
    private long wallMs;
    /** Of the newest transaction that is known. */
    private long lastTxnTimeMs;

    /** Whom nobody listens to. */
    public PeerReplica(
            Tree tree,
            AclRules acls,
            PrepareOptions prepareOptions,
            ReplicaOptions options,
            Self self,
            Candidacy.Kind kind,
            FastElection election,
            PeerWorld world,
            Random random,
            long nowMs,
            long wallMs) {
        this(
                tree,
                acls,
                prepareOptions,
                options,
                self,
                kind,
                election,
                world,
                ReplicaListener.NONE,
                new Beginning(nowMs, wallMs, Math.max(self.history().newestTimeMs(), tree.newestTimeMs()), random));
    }

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
        this.participation =
                new Participation(self, kind, election, new Effects(), beginning.random(), beginning.nowMs());
        this.tail = Applied.start(tree.lastZxid());
        use(tree);
        at(beginning.nowMs(), beginning.wallMs());
    }

    /** The time of the events that follow. */
    @Override
    public void at(long newNowMs, long newWallMs) {
        nowMs = newNowMs;
        wallMs = newWallMs;
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
        return tail;
    }

    // Of the ensemble.

    @Override
    public void onTick() {
        participation.onTick();
        if (sequencer != null && !stopping) { // Nobody is heard any more: no session's silence means anything.
            sequencer.onTick(nowMs, wallMs);
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
        learnersAsOwners.remove(link);
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
        lastTxnTimeMs = Math.max(lastTxnTimeMs, plausible(received.newestTimeMs(), wallMs));
        comparable = false;
        participation.onSnapshotSaved(zxid);
    }

    public void onEpochsPersisted(long accepted, long current) {
        participation.onEpochsPersisted(accepted, current);
    }

    // Of clients. Only while this peer serves: otherwise they are disconnected, and nothing is answered.

    /** A client wants a new session. */
    @Override
    public void onOpenSession(Object connection, int timeoutMs) {
        long id = nextSessionId();
        if (sequencer != null) {
            long zxid = ((Leading) role()).nextZxid();
            if (sequencer.openSession(id, timeoutMs, connection, nowMs, wallMs)) {
                openings.put(zxid, connection);
            }
        } else if (forwarded != null) {
            WriteRequest request = new WriteRequest(null, id, 0, OpCode.CREATE_SESSION, null, List.of());
            world.send(forwarded.link(), forwarded.open(request, timeoutMs, connection));
        }
    }

    private long nextSessionId() {
        if (!knowsSessions) {
            knowsSessions = true;
            sessionIds = SessionIds.from(
                            sid, wallMs, lastTxnTimeMs, tree.sessions().keySet(), random)
                    .notBelow(sessionIds);
        }
        return sessionIds.next(tree.sessions()::containsKey);
    }

    /** A client wants to go on with a session; its password was right. */
    @Override
    public void onResumeSession(Object connection, long id, int timeoutMs) {
        if (sequencer != null) {
            boolean resumed = sequencer.sessions().resume(id, timeoutMs, connection, nowMs);
            opened.add(new SessionOpened(connection, id, resumed ? timeoutMs : 0));
        } else if (forwarded != null) {
            world.send(forwarded.link(), forwarded.resume(id, timeoutMs, connection));
        }
    }

    @Override
    public void onTouched(long id, long heardMs) {
        if (sequencer != null) {
            sequencer.sessions().touch(id, heardMs);
        } else if (forwarded != null) {
            Integer timeoutMs = tree.sessions().get(id);
            if (timeoutMs != null) { // Leaders of other makes take 0 for the timeout, and end the session at once.
                touched.put(id, timeoutMs);
            }
        }
    }

    @Override
    public void onWrite(WriteRequest request, Object connection) {
        if (request.type() == OpCode.SYNC) {
            onSync(request);
        } else if (sequencer != null) {
            sequencer.write(request, connection, wallMs);
        } else if (forwarded != null) {
            world.send(forwarded.link(), forwarded.write(request));
        }
    }

    /** The client wants to see everything that anybody was told by now. Answered when its session may read it. */
    public void onSync(WriteRequest request) {
        if (role() instanceof Leading leading) {
            leading.onSync(SyncRounds.HERE, request.origin(), effects());
        } else if (forwarded != null) {
            world.send(forwarded.link(), forwarded.sync(request));
        }
    }

    @Override
    public int outstanding() {
        return sequencer == null ? 0 : participation.outstanding();
    }

    @Override
    public List<DigestHistory.Mark> digests() {
        return digests.marks();
    }

    @Override
    public long changesQueued() {
        return sequencer == null ? 0 : sequencer.tip().queued();
    }

    @Override
    public long changesRemoved() {
        return sequencer == null ? 0 : sequencer.tip().removed();
    }

    @Override
    public TreeMap<Long, List<Long>> sessionsByDeadline() {
        return sequencer == null ? new TreeMap<>() : sequencer.sessions().byDeadline();
    }

    // The end of a step.

    /** True if this step has something to apply or to publish. */
    @Override
    public boolean hasNews() {
        return !committed.isEmpty() || !opened.isEmpty() || !answers.isEmpty() || !synced.isEmpty();
    }

    /** Applies what was committed and links it to the stream. Behind the gate. */
    @Override
    public Applied applyCommitted() {
        while (!committed.isEmpty()) {
            apply(committed.remove());
        }
        participation.snapshotBytes(tree.dataSize() + tree.size() * ZNODE_BYTES);
        for (Object origin : synced) {
            Outcome done = new Outcome(OpCode.SYNC, 0, null, null, null);
            answers.add(new Answer((WriteRequest.Origin) origin, tree.lastZxid(), done));
        }
        synced.clear();
        Applied now = new Applied(
                tree.lastZxid(), List.copyOf(changes), List.copyOf(opened), List.copyOf(answers), List.copyOf(closed));
        changes.clear();
        opened.clear();
        answers.clear();
        closed.clear();
        tail.link(now);
        tail = now;
        if (sequencer != null) {
            sequencer.onApplied(tree.lastZxid());
        }
        return now;
    }

    private void apply(Proposal proposal) {
        LoggedTxn txn = proposal.txn();
        int changesBefore = changes.size();
        Outcome outcome = apply.apply(txn);
        digests.onApplied(txn.zxid(), tree.digest());
        listener.applied(txn.txn());
        lastTxnTimeMs = Math.max(lastTxnTimeMs, txn.header().timeMs());
        TxnDigest digest = txn.digest();
        if (digest != null && digest.version() == TxnDigest.VERSION) {
            compare(txn.zxid(), digest.treeDigest());
        }
        // What an earlier leadership of this peer left in the log has nobody waiting for it any more.
        WriteRequest request = sequencer == null ? null : proposal.request();
        Object connection = openings.remove(txn.zxid());
        if (forwarded != null) {
            Forwarded.Write write = forwarded.match(txn.header());
            if (write != null) {
                request = write.request();
                connection = write.connection();
            }
        }
        publish(txn, outcome, request, connection);
        if (txn.header().type() == OpCode.CLOSE_SESSION) {
            for (Change change : changes.subList(changesBefore, changes.size())) {
                listener.ephemeralDeleted(txn.header().sessionId(), change.path());
            }
        }
    }

    /**
     * Leaders of other makes send trees that show parts of later transactions already: behind such a one the digests fit
     * only when these have been applied (specification, quorum protocol 9.4; hazard H48).
     */
    private void compare(long zxid, long leadersDigest) {
        if (leadersDigest == tree.digest()) {
            comparable = true;
        } else if (comparable) {
            comparable = false; // Told once, if that is not the end.
            world.diverged(zxid, leadersDigest, tree.digest(), epochsOfOurs.made(zxid));
        }
    }

    private void publish(LoggedTxn txn, Outcome outcome, WriteRequest request, Object connection) {
        long id = txn.header().sessionId();
        OpCode type = txn.header().type();
        if (type == OpCode.CREATE_SESSION) {
            touched.put(id, tree.sessions().get(id));
        } else if (type == OpCode.CLOSE_SESSION) {
            closed.add(id);
            touched.remove(id);
            if (sequencer != null) {
                sequencer.onClosed(id);
            }
        }
        if (connection != null) {
            opened.add(new SessionOpened(
                    connection, id, outcome.err() == 0 ? tree.sessions().getOrDefault(id, 0) : 0));
        }
        if (request != null && request.origin() != null) {
            boolean moved = outcome.err() == ErrorCode.SESSION_MOVED.code();
            answers.add(new Answer(request.origin(), txn.zxid(), moved ? null : outcome));
            if (!moved) {
                listener.carriedOut(request, outcome);
            }
        }
    }

    private void use(Tree newTree) {
        tree = newTree;
        apply = new Apply(newTree, changes::add);
    }

    /** A clock that once was far ahead must not set the time of all transactions until then. */
    private static long plausible(long timeMs, long wallMs) {
        return timeMs > wallMs + AHEAD_MS_MAX ? 0 : timeMs;
    }

    private Effects effects() {
        return new Effects();
    }

    // What the roles ask for.

    private void onTransition(EnsembleRole from, EnsembleRole to) {
        sequencer = null;
        forwarded = null;
        knowsSessions = false;
        touched.clear();
        openings.clear();
        learnersAsOwners.clear();
        epochsOfOurs.became(to);
        if (to instanceof Leading leading) {
            world.alone(this::applyCommitted);
            sequencer = new Sequencer(
                    tree,
                    acls,
                    prepareOptions,
                    options,
                    leading,
                    proposal -> leading.onProposed(proposal, nowMs, effects()),
                    listener,
                    Math.max(lastTxnTimeMs, wallMs),
                    nowMs);
        } else if (to instanceof InSync learner) {
            forwarded = new Forwarded(learner.link());
        }
        world.transition(from, to);
        if (sequencer != null) {
            sequencer.closeUnknownOwners(wallMs);
        }
    }

    /** The leader hears from a learner about clients. */
    private void onRequested(long link, QuorumPacket packet) {
        if (sequencer == null || stopping) {
            return;
        }
        switch (packet.type()) {
            case PING ->
                Touch.readAll(packet.data())
                        .forEach(touch -> sequencer.sessions().touch(touch.sessionId(), nowMs));
            case REVALIDATE -> {
                Revalidation.Question question = Revalidation.Question.read(packet.data());
                boolean valid =
                        sequencer.sessions().resume(question.sessionId(), question.timeoutMs(), ownerOf(link), nowMs);
                byte[] answer = new Revalidation.Answer(question.sessionId(), valid).toBytes();
                world.send(link, QuorumPacket.of(PacketType.REVALIDATE, packet.zxid(), answer));
            }
            case REQUEST -> onForwarded(link, packet);
            default -> {}
        }
    }

    private void onForwarded(long link, QuorumPacket packet) {
        ForwardedRequest request = ForwardedRequest.read(packet.data());
        OpCode type = OpCode.of(request.opCode());
        if (type == OpCode.SYNC) {
            ((Leading) role()).onSync(link, null, effects());
        } else if (type == OpCode.CREATE_SESSION) {
            int timeoutMs = new WireInput(request.body()).int32();
            sequencer.openSession(request.sessionId(), timeoutMs, ownerOf(link), nowMs, wallMs);
        } else if (type != null && (type.kind() == OpCode.Kind.WRITE || type == OpCode.CHECK)) {
            WriteRequest write = new WriteRequest(
                    null,
                    request.sessionId(),
                    request.cxid(),
                    type,
                    body(type, request.body()),
                    packet.identities() == null ? List.of() : packet.identities());
            sequencer.write(write, ownerOf(link), wallMs);
        }
    }

    private static ClientRequest body(OpCode type, byte[] bytes) {
        try {
            return ClientRequest.read(type, new WireInput(bytes));
        } catch (MalformedRecord e) {
            return null; // Becomes an error transaction, which the learner is waiting for.
        }
    }

    private Object ownerOf(long link) {
        return learnersAsOwners.computeIfAbsent(link, ignored -> new Object());
    }

    /** The leader answers. */
    private void onAnswered(QuorumPacket packet) {
        if (forwarded == null) {
            return;
        }
        if (packet.type() == PacketType.SYNC) {
            Object origin = forwarded.synced();
            if (origin != null) {
                synced.add(origin);
            }
        } else {
            SessionOpened resumed = forwarded.resumed(Revalidation.Answer.read(packet.data()));
            if (resumed != null) {
                opened.add(resumed);
            }
        }
    }

    private void onPing(long link, long zxid) {
        List<Touch> touches = new ArrayList<>(touched.size());
        touched.forEach((id, timeoutMs) -> touches.add(new Touch(id, timeoutMs)));
        touched.clear();
        world.send(link, QuorumPacket.of(PacketType.PING, zxid, Touch.toBytes(touches)));
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
            learnersAsOwners.remove(link);
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
            onPing(link, zxid);
        }

        @Override
        public void requested(long link, long sid, QuorumPacket packet) {
            onRequested(link, packet);
        }

        @Override
        public void answered(QuorumPacket packet) {
            onAnswered(packet);
        }

        @Override
        public void synced(Object token) {
            synced.add(token);
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
