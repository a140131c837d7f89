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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to connect to a server and, if it succeeds, the connection: the handshake, and requests matched with their
 * replies, which come in the order of the requests.
 *
 * <p>Owned by the I/O thread.
 */
final class Link implements FrameListener {

    /** What is encoded is sent when it is so much, or when the burst of requests ends. */
    private static final int SEND_BYTES = 128 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

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
    private boolean hasAsked;
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

    /** Encodes a request; it goes out with the next {@link #flush} at the latest. One that cannot be encoded fails. */
    void send(Call<?> call) {
        try {
            encode(call);
        } catch (RuntimeException e) {
            LOG.warn("A request for {} cannot be written.", call.op(), e);
            call.settleUnsent(ErrorCode.MARSHALLING_ERROR, "the request cannot be written: " + e);
        }
        if (output.size() >= SEND_BYTES) {
            flush();
        }
    }

    private void encode(Call<?> call) {
        if (call.op() == OpCode.AUTH) {
            encode(RequestHeader.AUTH_XID, call.request());
            pendingAuths.add(call);
        } else {
            lastXid = lastXid == Integer.MAX_VALUE ? 1 : lastXid + 1;
            call.xid = lastXid;
            encode(lastXid, call.request());
            pending.add(call);
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
        int bytes = output.size();
        if (bytes > 0) {
            lastSentMs = Session.nowMs();
            try {
                channel.send(output);
            } catch (RuntimeException | Error e) {
                LOG.warn("Nothing can be sent to {}.", server, e);
                close("nothing can be sent: " + e);
            }
            if (bytes > 8 * SEND_BYTES && output.size() == 0) {
                output.release();
            }
        }
    }

    /** No more requests: an attempt ends now, a connection closes when all replies are there. */
    void leave(String why) {
        switch (phase) {
            case CONNECTING, HANDSHAKE -> close(why);
            case OPEN -> {
                phase = Phase.DRAINING;
                drainReason = why;
                closeIfDrained();
            }
            case DRAINING, CLOSED -> {}
        }
    }

    /** Takes requests again after {@link #leave}; false if it is too late for that. */
    boolean stay() {
        if (phase == Phase.DRAINING) {
            phase = Phase.OPEN;
            drainReason = null;
        }
        return phase == Phase.OPEN;
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
        hasAsked = true;
        WireOutput frame = begin();
        ConnectRequest request = session.connectRequest();
        request.write(frame);
        end(0);
        flush();
    }

    @Override
    public void onFrame(WireInput frame) {
        lastHeardMs = Session.nowMs();
        guarded(() -> {
            if (phase == Phase.HANDSHAKE) {
                ConnectResponse response = ConnectResponse.read(frame);
                phase = Phase.OPEN;
                session.onConnectResponse(this, response);
            } else {
                onReply(frame);
            }
        });
    }

    /** A frame that cannot be understood ends the connection, whatever is wrong with it. */
    private void guarded(Runnable reading) {
        try {
            reading.run();
        } catch (MalformedRecord e) {
            close("it broke the protocol: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("A frame of {} cannot be read.", server, e);
            close("it broke the protocol: " + e);
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

    /** The call is not among those that a closed connection settles any more. */
    private void settle(Call<?> call, int code, long zxid, WireInput body) {
        session.onZxid(zxid);
        try {
            session.settle(call, code, zxid, body);
        } catch (RuntimeException | Error e) {
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
            settle(call, code, 0, body);
        }
        if (code != 0) {
            session.onAuthRefused(code);
        }
    }

    @Override
    public void onOversizedFrame(WireInput beginning, int length) {
        lastHeardMs = Session.nowMs();
        guarded(() -> {
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
        });
    }

    @Override
    public void onBurstEnd() {
        lastHeardMs = Session.nowMs(); // Also the beginning of a long frame is a sign of life.
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

    /** True if it was open and then {@link #leave} was called. */
    boolean isLeft() {
        return drainReason != null;
    }

    /** True if the server was asked for a session. */
    boolean hasAsked() {
        return hasAsked;
    }

    /** The last sync that was sent and has no answer; null for none. */
    ClientRequest pendingSync() {
        ClientRequest last = null;
        for (Call<?> call : pending) {
            last = call.op() == OpCode.SYNC ? call.request() : last;
        }
        return last;
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
        try {
            begin();
            output.int32(xid).int32(request.op().code());
            request.write(output);
            end(at);
        } catch (RuntimeException e) {
            output.truncate(at); // Half a frame would spoil all that follow.
            throw e;
        }
    }

    private WireOutput begin() {
        return output.int32(0);
    }

    private void end(int at) {
        output.setInt32(at, output.size() - at - 4);
    }
}
