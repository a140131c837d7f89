package io.paddock.simulation;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Zxid;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.SetData;
import io.paddock.common.protocol.Sync;
import io.paddock.server.replica.Answer;
import io.paddock.server.replica.SessionOpened;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.WriteRequest;
import io.paddock.testsupport.history.Call;
import io.paddock.testsupport.history.Operation;
import io.paddock.testsupport.history.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * A client that opens a session, moves it from peer to peer, writes and reads, and checks what it is told (S10, S13): its
 * own requests are answered in order, a write that begins after another was answered gets a higher number, nothing it sees
 * goes back, and what it reads after a sync is not older than what anybody was told before the sync.
 */
final class SimClient {

    /** One connection to a peer. */
    private static final class Connection implements Opener {
        private final SimClient client;
        /** What is on the way to the peer, in order. */
        private final ArrayDeque<Runnable> underway = new ArrayDeque<>();

        Connection(SimClient client) {
            this.client = client;
        }

        @Override
        public void onOpened(SimPeer by, SessionOpened opened) {
            client.onOpened(by, this, opened);
        }
    }

    /** One request, compared by identity. */
    private static final class Op implements Asker {
        private final SimClient client;
        private final OpCode type;
        private final int cxid;
        /** What anybody was told to be done when it began. */
        private final long floor;

        private final long sentMs;
        /** As it is judged at the end of the run; null for a sync. */
        private final Operation operation;

        Op(SimClient client, OpCode type, int cxid, long floor, long sentMs, Operation operation) {
            this.client = client;
            this.type = type;
            this.cxid = cxid;
            this.floor = floor;
            this.sentMs = sentMs;
            this.operation = operation;
        }

        @Override
        public void onAnswer(SimPeer by, Answer answer) {
            client.onAnswer(by, this, answer);
        }
    }

    private static final List<AuthId> IDENTITIES = List.of(new AuthId("ip", "127.0.0.1"));
    private static final String[] READ = {"/r0", "/r1", "/r2", "/lock", "/m0", "/m1"};
    private static final long PATIENCE_MS = 4_000;

    private final int number;
    private final SimWorld world;
    private final Luck luck;
    private final int timeoutMs;

    private SimPeer peer;
    private Connection connection;
    private boolean open;
    private boolean stopped;
    private long sessionId;
    private int cxid;
    private long lastSeen;
    private int lastCxidAnswered;
    private long lastOwnAnswer;
    private long answers;
    private int values;
    /** The versions that this client was last told, for comparisons. */
    private final TreeMap<String, Integer> versions = new TreeMap<>();

    private final ArrayDeque<Op> waiting = new ArrayDeque<>();

    SimClient(int number, SimWorld world, Luck luck) {
        this.number = number;
        this.world = world;
        this.luck = luck;
        this.timeoutMs = (int) luck.between(800, 8_000);
    }

    void start() {
        world.agenda().after(luck.between(0, 500), this::next);
        world.agenda().after(timeoutMs / 4, this::heartbeat);
    }

    void stop() {
        stopped = true;
        disconnect();
    }

    long answers() {
        return answers;
    }

    private void heartbeat() {
        if (stopped) {
            return;
        }
        if (open) {
            toPeer(() -> peer.process().touch(sessionId));
        }
        world.agenda().after(timeoutMs / 4, this::heartbeat);
    }

    private void next() {
        if (stopped) {
            return;
        }
        if (connection == null) {
            connect();
        } else if (open && waiting.size() < 3) {
            act();
        }
        world.agenda().after(luck.between(5, 120), this::next);
    }

    private void connect() {
        List<SimPeer> serving = new ArrayList<>();
        for (SimPeer each : world.workload().peers().values()) {
            if (each.serves() && each.tree().lastZxid() >= lastSeen) {
                serving.add(each);
            }
        }
        if (serving.isEmpty()) {
            return;
        }
        peer = serving.get(luck.below(serving.size()));
        Connection mine = new Connection(this);
        connection = mine;
        long id = sessionId;
        toPeer(() -> {
            if (id == 0) {
                peer.replica().onOpenSession(mine, timeoutMs);
            } else {
                peer.replica().onResumeSession(mine, id, timeoutMs);
            }
        });
        world.agenda().after(PATIENCE_MS, () -> {
            if (connection == mine && !open) {
                disconnect();
            }
        });
    }

    /** Runs on the peer, if it is still there and serves, after a while on the way and behind what was sent before. */
    private void toPeer(Runnable request) {
        SimPeer to = peer;
        Connection mine = connection;
        mine.underway.add(request);
        to.afterwards(luck.between(0, 3), () -> {
            Runnable oldest = mine.underway.remove();
            to.deliver(() -> {
                if (connection == mine && to.serves()) {
                    oldest.run();
                }
            });
        });
    }

    private void onOpened(SimPeer by, Connection with, SessionOpened opened) {
        if (with != connection) {
            return;
        }
        if (opened.refused()) {
            sessionId = 0;
            world.workload().expired(opened.sessionId(), now());
            disconnect();
            return;
        }
        if (sessionId != opened.sessionId()) {
            sessionId = opened.sessionId();
            lastCxidAnswered = 0;
            cxid = 0;
            world.workload().history().invoke(sessionId, new Call.EndSession(), now());
        }
        open = true;
        see(by.tree());
    }

    void onDisconnected(SimPeer gone) {
        if (peer == gone) {
            disconnect();
        }
    }

    void onClosed(SimPeer by, long closed) {
        if (peer == by && open && sessionId == closed) {
            disconnect();
        }
    }

    private void disconnect() {
        connection = null;
        open = false;
        peer = null;
        waiting.clear();
    }

    private void act() {
        switch (luck.below(14)) {
            case 0 -> create(register(), 0);
            case 1 -> create("/e" + number, 1);
            case 2 -> create("/q/s", luck.chance(0.5) ? 2 : 3);
            case 3 -> create("/q", 0);
            case 4 -> delete("/e" + number);
            case 5 -> multi();
            case 6 -> sync();
            case 7, 8 -> toPeer(this::look);
            case 9 -> rarely();
            case 10 -> create("/lock", 1);
            case 11 -> compareAndSet();
            default -> setData(register(), -1);
        }
    }

    private void rarely() {
        if (luck.chance(0.1)) {
            send(OpCode.CLOSE_SESSION, new CloseSession(), new Call.EndSession());
            sessionId = 0;
            disconnect();
        } else if (luck.chance(0.3)) {
            disconnect();
        } else if (luck.chance(0.3)) {
            delete("/lock");
        } else if (luck.chance(0.2)) {
            delete(register());
        }
    }

    private String register() {
        return "/r" + luck.below(3);
    }

    private String value() {
        return number + ":" + ++values;
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    private void create(String path, int flags) {
        String value = value();
        send(
                OpCode.CREATE,
                new Create(OpCode.CREATE, Path.of(path), bytes(value), Acl.OPEN, flags, 0),
                new Call.Create(path, value, (flags & 1) != 0, (flags & 2) != 0));
    }

    private void setData(String path, int version) {
        String value = value();
        send(
                OpCode.SET_DATA,
                new SetData(Path.of(path), bytes(value), version),
                new Call.SetData(path, value, version));
    }

    private void compareAndSet() {
        String path = register();
        setData(path, versions.getOrDefault(path, 0));
    }

    private void delete(String path) {
        send(OpCode.DELETE, new Delete(Path.of(path), -1), new Call.Delete(path, -1));
    }

    private void multi() {
        String value = value();
        boolean first = luck.chance(0.1);
        List<ClientRequest> parts = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        for (String path : new String[] {"/m0", "/m1"}) {
            parts.add(
                    first
                            ? new Create(OpCode.CREATE, Path.of(path), bytes(value), Acl.OPEN, 0, 0)
                            : new SetData(Path.of(path), bytes(value), -1));
            calls.add(first ? new Call.Create(path, value, false, false) : new Call.SetData(path, value, -1));
        }
        send(OpCode.MULTI, new Multi(parts), new Call.Multi(calls));
    }

    private void send(OpCode type, ClientRequest body, Call call) {
        Operation operation = world.workload().history().invoke(sessionId, call, now());
        Op op = new Op(this, type, ++cxid, world.workload().highestAnswered(), now(), operation);
        WriteRequest request = new WriteRequest(op, sessionId, op.cxid, type, body, IDENTITIES);
        Connection mine = connection;
        waiting.add(op);
        toPeer(() -> peer.replica().onWrite(request, mine));
        expectAnswer(op, mine);
    }

    private void sync() {
        Op op = new Op(this, OpCode.SYNC, ++cxid, world.workload().highestAnswered(), now(), null);
        WriteRequest request = new WriteRequest(op, sessionId, op.cxid, OpCode.SYNC, new Sync(Path.ROOT), IDENTITIES);
        waiting.add(op);
        toPeer(() -> peer.replica().onSync(request));
        expectAnswer(op, connection);
    }

    private void expectAnswer(Op op, Connection mine) {
        world.agenda().after(PATIENCE_MS, () -> {
            if (connection == mine && waiting.contains(op)) {
                disconnect();
            }
        });
    }

    private void onAnswer(SimPeer by, Op op, Answer answer) {
        if (answer.outcome() == null) {
            if (waiting.contains(op)) {
                disconnect(); // The session has moved: this connection is an old one.
            }
            return;
        }
        boolean sync = op.type == OpCode.SYNC;
        if (!sync) {
            world.witness().answered(by, answer.zxid());
        }
        if (!waiting.remove(op)) {
            return; // Nobody waits any more.
        }
        answers++;
        see(by.tree());
        if (sync) {
            onSynced(by, op);
        } else {
            onWritten(op, answer);
        }
    }

    private void onSynced(SimPeer by, Op op) {
        if (by.tree().lastZxid() < op.floor) {
            throw new Broken(
                    "S10",
                    this + " synced at " + by + " and sees "
                            + Zxid.toHex(by.tree().lastZxid()) + ", but " + Zxid.toHex(op.floor)
                            + " had been answered before");
        }
        world.workload().synced();
        if (waiting.isEmpty()) {
            for (String path : READ) {
                read(
                        by.tree(),
                        path,
                        world.workload()
                                .history()
                                .invokeReadBehindSync(sessionId, new Call.Get(path), op.sentMs, now()));
            }
        }
    }

    private void onWritten(Op op, Answer answer) {
        if (answer.zxid() <= op.floor) {
            throw new Broken(
                    "S10",
                    this + ": " + op.type + " got " + Zxid.toHex(answer.zxid()) + ", but " + Zxid.toHex(op.floor)
                            + " had been answered before it began");
        }
        if (answer.zxid() <= lastOwnAnswer || op.cxid < lastCxidAnswered) {
            throw new Broken("S10", this + ": answers out of order");
        }
        lastOwnAnswer = answer.zxid();
        lastCxidAnswered = op.cxid;
        world.workload().answered(answer.zxid());
        Outcome outcome = answer.outcome();
        if (outcome.err() == ErrorCode.SESSION_EXPIRED.code()) {
            world.workload().history().forget(op.operation);
        } else {
            world.workload().history().answer(op.operation, result(outcome), now());
        }
        if (outcome.err() == 0 && op.operation.call() instanceof Call.SetData set) {
            versions.put(set.path(), outcome.stat().version());
        }
    }

    private static Result result(Outcome outcome) {
        if (outcome.err() != 0) {
            return Result.failed(outcome.err());
        }
        return switch (outcome.type()) {
            case CREATE -> Result.created(outcome.path().toString());
            case SET_DATA -> Result.written(outcome.stat().version());
            case MULTI ->
                outcome.parts().stream()
                        .map(Outcome::err)
                        .filter(err -> err != 0 && err != ErrorCode.RUNTIME_INCONSISTENCY.code())
                        .findFirst()
                        .map(Result::failed)
                        .orElse(Result.done());
            default -> Result.done();
        };
    }

    /** Looks around without a sync. */
    private void look() {
        see(peer.tree());
        if (waiting.isEmpty()) { // A server lets reads wait behind the writes of their session.
            String path = READ[luck.below(READ.length)];
            read(peer.tree(), path, world.workload().history().invokePlainRead(sessionId, new Call.Get(path), now()));
        }
    }

    private void read(Tree tree, String path, Operation read) {
        int node = tree.find(Path.of(path));
        Result result = node == Tree.NONE
                ? Result.failed(Result.NO_NODE)
                : Result.read(new String(tree.data(node), StandardCharsets.US_ASCII), tree.version(node));
        world.workload().history().answer(read, result, now());
        if (node != Tree.NONE) {
            versions.put(path, tree.version(node));
        }
    }

    private void see(Tree tree) {
        if (tree.lastZxid() < lastSeen) {
            throw new Broken(
                    "S10", this + " saw " + Zxid.toHex(lastSeen) + " and now sees " + Zxid.toHex(tree.lastZxid()));
        }
        lastSeen = tree.lastZxid();
        int m0 = tree.find(Path.of("/m0"));
        int m1 = tree.find(Path.of("/m1"));
        boolean whole =
                m0 == Tree.NONE ? m1 == Tree.NONE : m1 != Tree.NONE && Arrays.equals(tree.data(m0), tree.data(m1));
        if (!whole) {
            throw new Broken("S14", this + " sees half of a multi");
        }
    }

    @Override
    public String toString() {
        return "client " + number;
    }

    private long now() {
        return world.agenda().nowMs();
    }
}
