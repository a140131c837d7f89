package io.paddock.server.runtime;

import io.paddock.common.AuthId;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.MultiRead;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.protocol.ServerReply;
import io.paddock.common.protocol.SetData;
import io.paddock.common.protocol.WatcherEvent;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.session.ClientLink;
import io.paddock.server.session.Connection;
import io.paddock.server.session.SessionShard;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Reads and writes pairs of nodes that always change together, and complains of what no client may ever see. Owned by the
 * loop that it is at.
 */
final class StressClient implements ClientLink {

    static final int PAIRS = 3;
    private static final int WINDOW = 8;

    private record Asked(ClientRequest request, int pair, long written) {}

    private final Random random;
    /** The pair that this client alone writes, or -1. */
    private final int own;

    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private final WireOutput buffered = new WireOutput();
    private final long[] newest = new long[PAIRS];
    private final long[] watched = new long[PAIRS];
    private final boolean[] armed = new boolean[PAIRS];
    private Connection connection;
    private boolean greeted;
    private boolean readable = true;
    private int left;
    private CompletableFuture<Void> done;
    private long session;
    private byte[] password = new byte[16];
    private long lastZxid;
    private long nextValue;
    private int xid;
    long replies;
    long events;

    StressClient(long seed, int own) {
        this.random = new Random(seed);
        this.own = own;
    }

    static Path left(int pair) {
        return Path.of("/left" + pair);
    }

    static Path right(int pair) {
        return Path.of("/right" + pair);
    }

    static byte[] bytes(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    void arrive(SessionShard shard, int requests, CompletableFuture<Void> whenDone) {
        left = requests;
        done = whenDone;
        greeted = false;
        Arrays.fill(armed, false);
        connection = shard.accept(this, List.of(new AuthId("ip", "127.0.0.1")));
        WireOutput out = new WireOutput();
        new ConnectRequest(0, lastZxid, 40_000, session, password, true, false).write(out);
        shard.onFrame(connection, out.array(), 0, out.size());
    }

    void depart(SessionShard shard) {
        shard.disconnected(connection);
        connection = null;
    }

    /** Sends while there is room; false if there was nothing to send. */
    boolean pump(SessionShard shard) {
        boolean sent = false;
        while (connection != null && greeted && readable && left > 0 && asked.size() < WINDOW) {
            Asked next = next();
            asked.add(next);
            left--;
            sent = true;
            WireOutput out = new WireOutput();
            out.int32(++xid).int32(next.request.op().code());
            next.request.write(out);
            String problem = shard.onFrame(connection, out.array(), 0, out.size());
            require(problem == null, problem);
        }
        return sent;
    }

    private Asked next() {
        int pair = random.nextInt(PAIRS);
        int dice = random.nextInt(own < 0 ? 6 : 10);
        if (dice < 2) {
            return new Asked(
                    new MultiRead(List.of(new GetData(left(pair), false), new GetData(right(pair), false))), pair, 0);
        } else if (dice < 4) {
            return new Asked(new GetData(left(pair), true), pair, 0);
        } else if (dice < 6) {
            return new Asked(new GetData(random.nextBoolean() ? left(pair) : right(pair), false), pair, 0);
        }
        byte[] value = bytes(++nextValue);
        return new Asked(
                new Multi(List.of(new SetData(left(own), value, -1), new SetData(right(own), value, -1))),
                own,
                nextValue);
    }

    @Override
    public void send(byte[] bytes, int from, int length) {
        buffered.raw(bytes, from, length);
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void flush() {
        WireInput in = new WireInput(buffered.toByteArray());
        buffered.clear();
        while (in.remaining() > 0) {
            WireInput frame = new WireInput(in.buffer());
            if (greeted) {
                take(ReplyHeader.read(frame), frame);
            } else {
                greet(ConnectResponse.read(frame));
            }
        }
    }

    private void greet(ConnectResponse response) {
        require(!response.isRefusal(), "the session was refused");
        require(session == 0 || session == response.sessionId(), "another session");
        session = response.sessionId();
        password = response.password();
        greeted = true;
    }

    private void take(ReplyHeader header, WireInput in) {
        if (header.xid() == ReplyHeader.NOTIFICATION_XID) {
            WatcherEvent event = WatcherEvent.read(in);
            String path = event.path().toString();
            armed[path.charAt(path.length() - 1) - '0'] = false;
            events++;
            return;
        }
        Asked question = asked.remove();
        require(header.err() == 0, "error " + header.err() + " for " + question);
        require(header.xid() == xid - asked.size(), "the reply to another request");
        require(header.zxid() >= lastZxid, "the zxid of replies went back");
        lastZxid = header.zxid();
        ServerReply reply = ServerReply.read(question.request.op(), in);
        if (question.request.op() == OpCode.MULTI) {
            newest[question.pair] = Math.max(newest[question.pair], question.written);
        } else if (reply instanceof ServerReply.MultiReadReply both) {
            long one = value((ServerReply.DataReply) both.results().get(0).body());
            long two = value((ServerReply.DataReply) both.results().get(1).body());
            require(one == two, "half of a multi: " + one + " and " + two);
            see(question.pair, one);
        } else {
            see(question.pair, value((ServerReply.DataReply) reply));
            if (((GetData) question.request).watch()) {
                armed[question.pair] = true;
                watched[question.pair] = newest[question.pair];
            }
        }
        replies++;
        if (left == 0 && asked.isEmpty()) {
            done.complete(null);
        }
    }

    private void see(int pair, long value) {
        require(value >= newest[pair], "the view went back from " + newest[pair] + " to " + value);
        require(!armed[pair] || value == watched[pair], "data changed without an event before it");
        newest[pair] = value;
    }

    private static long value(ServerReply.DataReply reply) {
        return ByteBuffer.wrap(reply.data()).getLong();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public void close() {
        throw new AssertionError("the connection was closed");
    }

    @Override
    public boolean tookOutput() {
        return false;
    }

    @Override
    public void wantFrames(boolean wanted) {
        readable = wanted;
    }
}
