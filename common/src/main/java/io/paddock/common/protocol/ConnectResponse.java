package io.paddock.common.protocol;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * The first frame of a server: protocolVersion int32 (0), timeOut int32 (ms), sessionId int64, passwd buffer (16 bytes),
 * and readOnly boolean exactly if the request had it. A refused session has timeOut 0, sessionId 0 and a password of
 * zeros.
 */
public record ConnectResponse(
        int protocolVersion, int timeoutMs, long sessionId, byte[] password, boolean hasReadOnly, boolean readOnly) {

    public ConnectResponse {
        if (readOnly && !hasReadOnly) {
            throw new IllegalArgumentException("readOnly is set and left out");
        }
    }

    /** The session is open; {@code readOnly} tells a client that asked for it about a read-only server. */
    public static ConnectResponse accepted(
            ConnectRequest request, int timeoutMs, long sessionId, byte[] password, boolean readOnly) {
        boolean hasReadOnly = request.hasReadOnly();
        return new ConnectResponse(0, timeoutMs, sessionId, password, hasReadOnly, hasReadOnly && readOnly);
    }

    /** The session is unknown or expired, or the password is wrong: the client must not learn which. */
    public static ConnectResponse refused(ConnectRequest request, boolean readOnly) {
        return accepted(request, 0, 0, new byte[SessionPassword.BYTES], readOnly);
    }

    public static ConnectResponse read(WireInput in) {
        int protocolVersion = in.int32();
        int timeoutMs = in.int32();
        long sessionId = in.int64();
        byte[] password = in.buffer();
        boolean hasReadOnly = in.remaining() > 0;
        boolean readOnly = hasReadOnly && in.bool();
        return new ConnectResponse(protocolVersion, timeoutMs, sessionId, password, hasReadOnly, readOnly);
    }

    public void write(WireOutput out) {
        out.int32(protocolVersion).int32(timeoutMs).int64(sessionId).buffer(password);
        if (hasReadOnly) {
            out.bool(readOnly);
        }
    }

    public boolean isRefusal() {
        return timeoutMs <= 0 || sessionId == 0;
    }
}
