package io.paddock.server.clientport;

import io.paddock.server.session.SessionShard;
import java.util.function.Consumer;

/** What the connections of one event loop share. Owned by that loop. */
final class LoopServices {

    private static final int SCRATCH_BYTES_KEPT = 1 << 16;

    private final SessionShard shard;
    private final ConnectionLimits limits;
    private final WordPort words;
    private final Consumer<Throwable> onFailure;
    private byte[] scratch = new byte[1024];

    LoopServices(SessionShard shard, ConnectionLimits limits, WordPort words, Consumer<Throwable> onFailure) {
        this.shard = shard;
        this.limits = limits;
        this.words = words;
        this.onFailure = onFailure;
    }

    SessionShard shard() {
        return shard;
    }

    ConnectionLimits limits() {
        return limits;
    }

    WordPort words() {
        return words;
    }

    /** An array of at least that length, until the next call. */
    byte[] scratch(int length) {
        if (length > SCRATCH_BYTES_KEPT) {
            return new byte[length];
        }
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        return scratch;
    }

    /** We broke an invariant of our own: nothing goes on as if nothing had happened. */
    void fail(Throwable cause) {
        onFailure.accept(cause);
    }

    void received(int bytes) {
        shard.meter().bytesReceived(bytes);
    }
}
