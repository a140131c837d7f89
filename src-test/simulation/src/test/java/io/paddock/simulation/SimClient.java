package io.paddock.simulation;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
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
import io.paddock.server.txn.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A client that opens a session, moves it from peer to peer, writes and reads, and checks what it is told (S10, S13): its
 * own requests are answered in order, a write that begins after another was answered gets a higher number, nothing it sees
 * goes back, and what it reads after a sync is not older than what anybody was told before the sync.
 */
final class SimClient {

    /** One connection to a peer. */
    private record Connection(SimClient client, long number) implements Opener {
        @Override
        public void onOpened(SimPeer by, SessionOpened opened) {
            client.onOpened(by, this, opened);
        }
    }

    /** One request, compared by identity. */
    private static final class Op implements Asker {
        private final SimClient client;
        private final String what;
        private final long floor;
        private final boolean sync;

        Op(SimClient client, String what, long floor, boolean sync) {
            this.client = client;
            this.what = what;
            this.floor = floor;
            this.sync = sync;
        }

        @Override
        public void onAnswer(SimPeer by, Answer answer) {
            client.onAnswer(by, this, answer);
        }
    }

    private static final List<AuthId> IDENTITIES = List.of(new AuthId("ip", "127.0.0.1"));
    private static final long PATIENCE_MS = 4_000;

    private final int number;
    private final SimWorld world;
    private final Luck luck;
    private final int timeoutMs;

    private SimPeer peer;
    private Connection connection;
    private long connections;
    private boolean open;
    private long sessionId;
    private int cxid;
    private long lastSeen;
    private long lastOwnAnswer;
    private long answers;
    private int values;
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

    long answers() {
        return answers;
    }

    private void heartbeat() {
        if (open) {
            toPeer(() -> peer.touch(sessionId));
        }
        world.agenda().after(timeoutMs / 4, this::heartbeat);
    }

    private void next() {
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
        Connection mine = new Connection(this, ++connections);
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

    /** Runs on the peer, if it is still there and serves, after a while on the way. */
    private void toPeer(Runnable request) {
        SimPeer to = peer;
        Connection mine = connection;
        to.afterwards(luck.between(0, 3), () -> {
            if (connection == mine && to.serves()) {
                to.deliver(request);
            }
        });
    }

    private void onOpened(SimPeer by, Connection with, SessionOpened opened) {
        if (with != connection) {
            return;
        }
        if (opened.refused()) {
            sessionId = 0;
            world.workload().expired();
            disconnect();
            return;
        }
        sessionId = opened.sessionId();
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
        switch (luck.below(12)) {
            case 0 -> create("/r" + luck.below(3), 0);
            case 1 -> create("/e" + number, 1);
            case 2 -> create("/q/s", 3);
            case 3 -> create("/q", 0);
            case 4 -> send("delete", OpCode.DELETE, new Delete(Path.of("/e" + number), -1));
            case 5 -> multi();
            case 6 -> sync();
            case 7, 8 -> toPeer(() -> see(peer.tree()));
            case 9 -> rarely();
            default -> send("set", OpCode.SET_DATA, new SetData(Path.of("/r" + luck.below(3)), value(), -1));
        }
    }

    private void rarely() {
        if (luck.chance(0.1)) {
            send("close", OpCode.CLOSE_SESSION, new CloseSession());
            sessionId = 0;
            disconnect();
        } else if (luck.chance(0.3)) {
            disconnect();
        }
    }

    private byte[] value() {
        return (number + ":" + ++values).getBytes(StandardCharsets.US_ASCII);
    }

    private void create(String path, int flags) {
        send("create", OpCode.CREATE, new Create(OpCode.CREATE, Path.of(path), value(), Acl.OPEN, flags, 0));
    }

    private void multi() {
        byte[] value = value();
        boolean first = luck.chance(0.1);
        List<ClientRequest> parts = first
                ? List.of(
                        new Create(OpCode.CREATE, Path.of("/m0"), value, Acl.OPEN, 0, 0),
                        new Create(OpCode.CREATE, Path.of("/m1"), value, Acl.OPEN, 0, 0))
                : List.of(new SetData(Path.of("/m0"), value, -1), new SetData(Path.of("/m1"), value, -1));
        send("multi", OpCode.MULTI, new Multi(parts));
    }

    private void send(String what, OpCode type, ClientRequest body) {
        Op op = new Op(this, what, world.workload().highestAnswered(), false);
        WriteRequest request = new WriteRequest(op, sessionId, ++cxid, type, body, IDENTITIES);
        Connection mine = connection;
        waiting.add(op);
        toPeer(() -> peer.replica().onWrite(request, mine));
        expectAnswer(op, mine);
    }

    private void sync() {
        Op op = new Op(this, "sync", world.workload().highestAnswered(), true);
        WriteRequest request = new WriteRequest(op, sessionId, ++cxid, OpCode.SYNC, new Sync(Path.ROOT), IDENTITIES);
        Connection mine = connection;
        waiting.add(op);
        toPeer(() -> peer.replica().onSync(request));
        expectAnswer(op, mine);
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
        if (!op.sync) {
            world.witness().answered(by, answer.zxid());
        }
        if (!waiting.remove(op)) {
            return; // Nobody waits any more.
        }
        answers++;
        if (op.sync) {
            if (by.tree().lastZxid() < op.floor) {
                throw new Broken(
                        "S10",
                        this + " synced at " + by + " and sees "
                                + Zxid.toHex(by.tree().lastZxid()) + ", but " + Zxid.toHex(op.floor)
                                + " had been answered before");
            }
            world.workload().synced();
        } else {
            if (answer.zxid() <= op.floor) {
                throw new Broken(
                        "S10",
                        this + ": " + op.what + " got " + Zxid.toHex(answer.zxid()) + ", but " + Zxid.toHex(op.floor)
                                + " had been answered before it began");
            }
            if (answer.zxid() <= lastOwnAnswer) {
                throw new Broken("S10", this + ": answers out of order");
            }
            lastOwnAnswer = answer.zxid();
            world.workload().answered(answer.zxid());
        }
        see(by.tree());
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
}
