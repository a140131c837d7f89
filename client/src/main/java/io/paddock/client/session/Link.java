package io.paddock.client.session;

import io.paddock.client.ConnectString.Server;
import io.paddock.client.transport.FrameChannel;
import io.paddock.client.transport.FrameListener;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.Ping;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.protocol.RequestHeader;
import io.paddock.common.protocol.SetWatches;
import io.paddock.common.protocol.WatcherEvent;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;

/**
 * One attempt to connect to a server and, if it succeeds, the connection: the handshake, and requests matched with their
 * replies, which come in the order of the requests.
 *
 * <p>Owned by the I/O thread.
 */
final class Link implements FrameListener {

    /** What is encoded is sent when it is so much, or when the burst of requests ends. */
    private static final int SEND_BYTES = 128 << 10;

    private enum Phase {
        CONNECTING,
        HANDSHAKE,
        OPEN,
        /** Open, but only waiting for the replies to what was sent. */
        DRAINING,
        CLOSED
    }

    private final Session session;
    private final Server server;
    private final long deadlineMs;
    private final WireOutput output = new WireOutput(1024);
    private final ArrayDeque<Call<?>> pending = new ArrayDeque<>();
    private final ArrayDeque<Call<?>> pendingAuths = new ArrayDeque<>();

    private Phase phase = Phase.CONNECTING;
    private FrameChannel channel;
    private String drainReason;

    /** Replies to identities that were shown again after a reconnect: they come before those of {@link #pendingAuths}. */
    private int silentAuths;

    private int lastXid;
    private long lastHeardMs;
    private long lastSentMs;

    /** Past the deadline, in ms of the session's clock, the attempt has failed. */
    Link(Session session, Server server, long deadlineMs) {
        this.session = session;
        this.server = server;
        this.deadlineMs = deadlineMs;
    }

    Server server() {
        return server;
    }

    /** In ms of the session's clock; 0 if never. */
    long lastHeardMs() {
        return lastHeardMs;
    }

    /** Null until connected. */
    InetSocketAddress address() {
        return channel == null ? null : channel.remoteAddress();
    }

    void start() {
        session.loop()
                .resolver()
                .resolve(server.host(), server.port())
                .whenComplete(
                        (address, failure) -> session.loop().eventLoop().execute(() -> connect(address, failure)));
    }

    private void connect(InetSocketAddress address, Throwable failure) {
        if (phase != Phase.CONNECTING) {
            return;
        }
        if (failure != null) {
            onClosed("its name cannot be resolved");
            return;
        }
        channel = FrameChannel.connect(
                session.loop(),
                address,
                server.host(),
                session.options().channelSetup(),
                session.options().replyBytesMax(),
                this);
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    boolean isSendable() {
        return phase == Phase.OPEN && channel.isWritable();
    }

    /** Encodes a request; it goes out with the next {@link #flush} at the latest. */
    void send(Call<?> call) {
        if (call.op() == OpCode.AUTH) {
            pendingAuths.add(call);
            encode(RequestHeader.AUTH_XID, call.request());
        } else {
            lastXid = lastXid == Integer.MAX_VALUE ? 1 : lastXid + 1;
            call.xid = lastXid;
            pending.add(call);
            encode(lastXid, call.request());
        }
        if (output.size() >= SEND_BYTES) {
            flush();
        }
    }

    /** Shows an identity again. */
    void sendAuth(ClientRequest auth) {
        silentAuths++;
        encode(RequestHeader.AUTH_XID, auth);
    }

    void sendWatches(SetWatches watches) {
        encode(RequestHeader.SET_WATCHES_XID, watches);
    }

    void flush() {
        if (output.size() > 0) {
            channel.send(output);
            lastSentMs = session.nowMs();
            if (output.size() > 8 * SEND_BYTES) {
                output.release();
            } else {
                output.clear();
            }
        }
    }

    /** No more requests: when all replies are there, the connection closes. */
    void drain(String why) {
        if (phase == Phase.OPEN) {
            phase = Phase.DRAINING;
            drainReason = why;
            closeIfDrained();
        }
    }

    /** Judges silence, in both directions. */
    void onTick(long nowMs, long timeoutMs) {
        switch (phase) {
            case CONNECTING, HANDSHAKE -> {
                if (nowMs > deadlineMs) {
                    close("it does not answer");
                }
            }
            case OPEN, DRAINING -> {
                if (!channel.isReading()) {
                    lastHeardMs = nowMs; // It is us who do not listen.
                }
                if (nowMs - lastHeardMs > timeoutMs * 2 / 3) {
                    close("it was silent for " + (nowMs - lastHeardMs) + " ms");
                } else if (nowMs - lastSentMs >= Math.min(timeoutMs / 3, Session.PING_MS_MAX)) {
                    encode(RequestHeader.PING_XID, new Ping());
                    flush();
                }
            }
            case CLOSED -> {}
        }
    }

    void setReading(boolean reading) {
        if (phase == Phase.OPEN || phase == Phase.DRAINING) {
            channel.setReading(reading);
        }
    }

    /** Ends the attempt or the connection; the session learns of it. */
    void close(String why) {
        if (channel == null) {
            onClosed(why);
        } else {
            channel.close(why);
        }
    }

    @Override
    public void onActive(FrameChannel up) {
        channel = up;
        phase = Phase.HANDSHAKE;
        WireOutput frame = begin();
        ConnectRequest request = session.connectRequest();
        request.write(frame);
        end(0);
        flush();
    }

    @Override
    public void onFrame(WireInput frame) {
        lastHeardMs = session.nowMs();
        try {
            if (phase == Phase.HANDSHAKE) {
                ConnectResponse response = ConnectResponse.read(frame);
                phase = Phase.OPEN;
                session.onConnectResponse(this, response);
            } else {
                onReply(frame);
            }
        } catch (MalformedRecord e) {
            close("it broke the protocol: " + e.getMessage());
        }
    }

    private void onReply(WireInput frame) {
        int xid = frame.int32();
        long zxid = frame.int64();
        int code = frame.int32();
        switch (xid) {
            case ReplyHeader.NOTIFICATION_XID -> session.watches().onEvent(WatcherEvent.read(frame), zxid);
            case RequestHeader.PING_XID -> {
                // That it came is all that it says.
            }
            case RequestHeader.AUTH_XID -> onAuthReply(code, frame);
            case RequestHeader.SET_WATCHES_XID -> session.onWatchesSet(code);
            default -> {
                settle(oldest(xid), code, zxid, frame);
                closeIfDrained();
            }
        }
    }

    private Call<?> oldest(int xid) {
        Call<?> call = pending.peek();
        if (call == null || call.xid != xid) {
            throw new MalformedRecord("a reply with xid " + xid + " came where "
                    + (call == null ? "none" : "xid " + call.xid) + " was expected");
        }
        return pending.remove();
    }

    private void settle(Call<?> call, int code, long zxid, WireInput body) {
        session.onZxid(zxid);
        try {
            session.settle(call, code, zxid, body);
        } catch (MalformedRecord e) {
            call.settleUnknown(ErrorCode.MARSHALLING_ERROR, "the reply cannot be read: " + e.getMessage());
            throw e;
        }
    }

    private void onAuthReply(int code, WireInput body) {
        Call<?> call = null;
        if (silentAuths > 0) {
            silentAuths--;
        } else {
            call = pendingAuths.poll();
        }
        if (call != null) {
            session.settle(call, code, 0, body);
        }
        if (code != 0) {
            session.onAuthRefused(code);
        }
    }

    @Override
    public void onOversizedFrame(WireInput beginning, int length) {
        lastHeardMs = session.nowMs();
        try {
            int xid = beginning.int32();
            if (phase == Phase.HANDSHAKE || xid < 0) {
                throw new MalformedRecord("a frame of " + length + " bytes that answers no request");
            }
            Call<?> call = oldest(xid);
            session.onZxid(beginning.int64());
            call.settleUnknown(
                    ErrorCode.MARSHALLING_ERROR,
                    "the reply has " + length + " bytes, and the client takes at most "
                            + session.options().replyBytesMax() + " (ClientBuilder.replyBytesMax)");
            closeIfDrained();
        } catch (MalformedRecord e) {
            close("it broke the protocol: " + e.getMessage());
        }
    }

    @Override
    public void onBurstEnd() {
        session.onBurstEnd(this);
    }

    @Override
    public void onWritable() {
        session.pump();
    }

    @Override
    public void onClosed(String why) {
        if (phase == Phase.CLOSED) {
            return;
        }
        boolean wasOpen = phase == Phase.OPEN || phase == Phase.DRAINING;
        phase = Phase.CLOSED;
        session.onClosed(this, wasOpen, why);
    }

    /** What was sent and has no answer, for the session to settle. */
    void failPending(ErrorCode error, String why) {
        pendingAuths.forEach(call -> call.settleUnknown(error, why));
        pending.forEach(call -> call.settleUnknown(error, why));
        pendingAuths.clear();
        pending.clear();
    }

    private void closeIfDrained() {
        if (phase == Phase.DRAINING && pending.isEmpty()) {
            close(drainReason);
        }
    }

    private void encode(int xid, ClientRequest request) {
        int at = output.size();
        begin();
        output.int32(xid).int32(request.op().code());
        request.write(output);
        end(at);
    }

    private WireOutput begin() {
        return output.int32(0);
    }

    private void end(int at) {
        output.setInt32(at, output.size() - at - 4);
    }
}
