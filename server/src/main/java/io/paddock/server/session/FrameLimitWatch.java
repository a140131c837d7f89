package io.paddock.server.session;

import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.SetData;

/**
 * Notices what a client with the same {@code jute.maxbuffer} as this server may be unable to receive (client protocol,
 * section 1.4, and section 10, defect 10). Nothing is refused for it. Owned by the event loop of its shard.
 */
final class FrameLimitWatch {

    /** A reply with data is up to so many bytes longer than the data. */
    private static final int NEAR_LIMIT_BYTES = 128;

    private final int frameBytesMax;
    private final LimitListener listener;

    FrameLimitWatch(int frameBytesMax, LimitListener listener) {
        this.frameBytesMax = frameBytesMax;
        this.listener = listener;
    }

    /** @param bytes of the reply, without the length of its frame */
    void onReply(Pending pending, int bytes) {
        if (bytes > frameBytesMax) {
            listener.replyOverFrameLimit(pending.type, RequestPath.of(pending.body), bytes);
        }
    }

    /** The write was carried out. */
    void onWritten(Pending pending) {
        if (isNearLimit(pending.frameBytes)) {
            reportNearLimit(pending.body);
        }
    }

    private boolean isNearLimit(int bytes) {
        return bytes >= frameBytesMax - NEAR_LIMIT_BYTES;
    }

    private void reportNearLimit(ClientRequest written) {
        byte[] data = null;
        if (written instanceof Create create) {
            data = create.data();
        } else if (written instanceof SetData set) {
            data = set.data();
        } else if (written instanceof Multi multi) {
            multi.ops().forEach(this::reportNearLimit);
        }
        if (data != null && isNearLimit(data.length)) {
            listener.dataNearFrameLimit(RequestPath.of(written), data.length);
        }
    }
}
