package io.paddock.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.Auth;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.protocol.ServerReply;
import io.paddock.common.protocol.SetData;
import io.paddock.common.protocol.WatcherEvent;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One client of a {@link ShardBench}: sends frames, and reads what its shard has sent. */
final class Client implements ClientLink {

    /** A frame from the server: a notification has an event, an answer the body of its request. */
    record Frame(ReplyHeader header, OpCode op, WatcherEvent event, ServerReply body) {
        @Override
        public String toString() {
            return event != null
                    ? event.type() + " " + event.path()
                    : header.xid() + ":" + (header.err() == 0 ? "OK" : error(header.err()));
        }
    }

    private final ShardBench bench;
    private final SessionShard shard;
    private final Map<Integer, OpCode> asked = new HashMap<>();
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final ArrayDeque<ConnectResponse> responses = new ArrayDeque<>();
    private final WireOutput buffered = new WireOutput();
    Connection connection;
    boolean closed;
    boolean read = true;
    private boolean greeted;
    private int xid;
    long session;
    byte[] password = new byte[16];

    Client(ShardBench bench, SessionShard shard) {
        this.bench = bench;
        this.shard = shard;
        connection = shard.accept(this, List.of(new AuthId("ip", "127.0.0.1")));
    }

    // The link.

    @Override
    public void send(byte[] bytes, int from, int length) {
        assertThat(bench.gate.isEntered()).as("nothing is sent behind the gate").isFalse();
        assertThat(closed).as("nothing is sent behind the end").isFalse();
        buffered.raw(bytes, from, length);
    }

    @Override
    public void flush() {
        WireInput in = new WireInput(buffered.toByteArray());
        buffered.clear();
        while (in.remaining() > 0) {
            byte[] frame = in.buffer();
            if (greeted) {
                frames.add(frame(new WireInput(frame)));
            } else {
                responses.add(ConnectResponse.read(new WireInput(frame)));
                greeted = true;
            }
        }
    }

    private Frame frame(WireInput in) {
        ReplyHeader header = ReplyHeader.read(in);
        if (header.xid() == ReplyHeader.NOTIFICATION_XID) {
            return new Frame(header, null, WatcherEvent.read(in), null);
        }
        OpCode op = asked.get(header.xid());
        ServerReply body = op == null || header.err() != 0 && op != OpCode.SASL ? null : ServerReply.read(op, in);
        assertThat(in.remaining()).as("bytes behind the reply to %s", op).isZero();
        return new Frame(header, op, null, body);
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public boolean tookOutput() {
        return false;
    }

    @Override
    public void wantFrames(boolean wanted) {
        read = wanted;
    }

    // Connecting.

    Client connect() {
        knock(0, 5000, 0, new byte[16]);
        bench.settle();
        ConnectResponse response = response();
        assertThat(response.isRefusal()).isFalse();
        session = response.sessionId();
        password = response.password();
        return this;
    }

    /** Goes on with another client's session. */
    Client resume(Client other) {
        return resume(other.session, other.password, 5000);
    }

    Client resume(long id, byte[] withPassword, int timeoutMs) {
        knock(0, timeoutMs, id, withPassword);
        bench.settle();
        session = id;
        password = withPassword;
        return this;
    }

    Client knock(long lastZxidSeen, int timeoutMs, long id, byte[] withPassword) {
        return knock(new ConnectRequest(0, lastZxidSeen, timeoutMs, id, withPassword, true, false));
    }

    Client knock(ConnectRequest request) {
        WireOutput out = new WireOutput();
        request.write(out);
        frame(out.toByteArray());
        return this;
    }

    ConnectResponse response() {
        assertThat(responses).as("connect responses").isNotEmpty();
        return responses.remove();
    }

    boolean hasResponse() {
        return !responses.isEmpty();
    }

    // Requests.

    /** Sends without ending the burst; answers the xid. */
    int send(ClientRequest request) {
        return send(++xid, request);
    }

    int send(int withXid, ClientRequest request) {
        WireOutput body = new WireOutput();
        request.write(body);
        return send(withXid, request.op().code(), body.toByteArray());
    }

    int send(int withXid, int type, byte[] body) {
        asked.put(withXid, OpCode.of(type));
        WireOutput out = new WireOutput();
        out.int32(withXid).int32(type).raw(body);
        frame(out.toByteArray());
        return withXid;
    }

    /** One frame of any content; answers why the connection ends, or null. */
    String frame(byte[] bytes) {
        byte[] borrowed = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, borrowed, 3, bytes.length);
        String problem = shard.onFrame(connection, borrowed, 3, 3 + bytes.length);
        Arrays.fill(borrowed, (byte) 0x55);
        return problem;
    }

    void endBurst() {
        shard.endOfBurst();
    }

    void disconnect() {
        shard.disconnected(connection);
        closed = true;
    }

    /** Sends one request alone and answers its reply. Events that come before it stay to be read. */
    Frame ask(ClientRequest request) {
        int sent = request.op() == OpCode.PING ? send(-2, request) : send(request);
        bench.settle();
        Frame last = frames.peekLast();
        assertThat(last).as("reply to %s", request).isNotNull();
        assertThat(last.header().xid()).isEqualTo(sent);
        return frames.removeLast();
    }

    ErrorCode error(ClientRequest request) {
        return error(ask(request).header().err());
    }

    Frame ok(ClientRequest request) {
        Frame frame = ask(request);
        assertThat(error(frame.header().err())).as("reply to %s", request).isEqualTo(ErrorCode.OK);
        return frame;
    }

    Client authenticate(String user, String word) {
        assertThat(error(new Auth(0, "digest", (user + ":" + word).getBytes()))).isEqualTo(ErrorCode.OK);
        return this;
    }

    // What came.

    Frame next() {
        assertThat(frames).as("frames").isNotEmpty();
        return frames.remove();
    }

    /** All that came since the last call, as texts. */
    List<String> taken() {
        List<String> taken = new ArrayList<>();
        while (!frames.isEmpty()) {
            taken.add(frames.remove().toString());
        }
        return taken;
    }

    List<Frame> takenFrames() {
        List<Frame> taken = List.copyOf(frames);
        frames.clear();
        return taken;
    }

    static ErrorCode error(int number) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.code() == number) {
                return code;
            }
        }
        throw new AssertionError("no error has the number " + number);
    }

    // Requests of the usual kind.

    static Create create(String path) {
        return create(path, 0);
    }

    static Create create(String path, int flags) {
        return new Create(OpCode.CREATE, Path.of(path), "data".getBytes(), Acl.OPEN, flags, 0);
    }

    static Create create(String path, List<Acl> acl) {
        return new Create(OpCode.CREATE, Path.of(path), "data".getBytes(), acl, 0, 0);
    }

    static SetData setData(String path, String data) {
        return new SetData(Path.of(path), data.getBytes(), -1);
    }

    static Delete delete(String path) {
        return new Delete(Path.of(path), -1);
    }

    static GetData getData(String path) {
        return new GetData(Path.of(path), false);
    }

    static GetData watchData(String path) {
        return new GetData(Path.of(path), true);
    }
}
