package io.paddock.client.session;

import io.paddock.client.ClientOptions;
import io.paddock.client.SessionInfo;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.SessionPassword;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What a session is to servers: its id and password, the timeout they agreed to, and how far its client has seen.
 *
 * <p>Owned by the I/O thread, except for what says otherwise.
 */
final class SessionIdentity {

    private final int timeoutAskedMs;
    private final boolean readOnlyAllowed;

    /** Null while there is no session. Written by the I/O thread, read by any. */
    private volatile SessionInfo info;

    /** Goes back only by {@link #forgetZxid}. Written by the I/O thread, read by any. */
    private volatile long lastZxid;

    private long id;
    private byte[] password = new byte[SessionPassword.BYTES];
    private int timeoutMs;

    /** Only a session of a server that takes writes is known to the others. */
    private boolean resumable;

    SessionIdentity(ClientOptions options) {
        this.timeoutAskedMs = (int) options.sessionTimeout().toMillis();
        this.readOnlyAllowed = options.readOnlyAllowed();
        this.timeoutMs = timeoutAskedMs;
        SessionInfo resumed = options.resumed();
        if (resumed != null) {
            info = resumed;
            id = resumed.id();
            password = resumed.password();
            lastZxid = resumed.lastZxid();
            resumable = true;
        }
    }

    /** Null while there is no session. By any thread. */
    SessionInfo info() {
        SessionInfo seen = info;
        return seen == null
                ? null
                : new SessionInfo(seen.id(), seen.password().clone(), seen.timeout(), lastZxid, seen.server());
    }

    /** For log lines: {@code 0x1f}. */
    String name() {
        return "0x" + Long.toHexString(id);
    }

    /** What was agreed, or what is asked for while there is no session. */
    int timeoutMs() {
        return timeoutMs;
    }

    long lastZxid() {
        return lastZxid;
    }

    /** True if another server may know the session too. */
    boolean isResumable() {
        return resumable;
    }

    void onZxid(long zxid) {
        if (zxid > lastZxid) {
            lastZxid = zxid;
        }
    }

    /** What a new connection begins with: the session there is, or none. */
    ConnectRequest connectRequest() {
        return new ConnectRequest(
                0,
                lastZxid,
                timeoutAskedMs,
                resumable ? id : 0,
                resumable ? password : new byte[SessionPassword.BYTES],
                true,
                readOnlyAllowed);
    }

    /** A server has begun the session, or taken it over. */
    void onConnected(ConnectResponse response, InetSocketAddress server) {
        id = response.sessionId();
        password = response.password();
        timeoutMs = response.timeoutMs();
        resumable |= !response.readOnly();
        info = new SessionInfo(id, password, Duration.ofMillis(timeoutMs), lastZxid, server);
    }

    /** The session is over; the next connection begins another one, at a server that is as far as the last one. */
    void forget() {
        info = null;
        resumable = false;
        id = 0;
        password = new byte[SessionPassword.BYTES];
        timeoutMs = timeoutAskedMs;
    }

    /** No server has come as far: their data was set back, and what the client has seen is no more. */
    void forgetZxid() {
        lastZxid = 0;
    }
}
