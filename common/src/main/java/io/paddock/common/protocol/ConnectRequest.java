package io.paddock.common.protocol;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * The first frame of a client: protocolVersion int32 (ignored), lastZxidSeen int64, timeOut int32 (ms), sessionId int64 (0
 * to open a session), passwd buffer (may be null), and readOnly boolean, which some clients leave out.
 */
public record ConnectRequest(
        int protocolVersion,
        long lastZxidSeen,
        int timeoutMs,
        long sessionId,
        byte[] password,
        boolean hasReadOnly,
        boolean readOnly) {

    public ConnectRequest {
        if (readOnly && !hasReadOnly) {
            throw new IllegalArgumentException("readOnly is set and left out");
        }
    }

    public static ConnectRequest read(WireInput in) {
        int protocolVersion = in.int32();
        long lastZxidSeen = in.int64();
        int timeoutMs = in.int32();
        long sessionId = in.int64();
        byte[] password = in.buffer();
        boolean hasReadOnly = in.remaining() > 0;
        boolean readOnly = hasReadOnly && in.bool();
        return new ConnectRequest(protocolVersion, lastZxidSeen, timeoutMs, sessionId, password, hasReadOnly, readOnly);
    }

    public void write(WireOutput out) {
        out.int32(protocolVersion)
                .int64(lastZxidSeen)
                .int32(timeoutMs)
                .int64(sessionId)
                .buffer(password);
        if (hasReadOnly) {
            out.bool(readOnly);
        }
    }
}
