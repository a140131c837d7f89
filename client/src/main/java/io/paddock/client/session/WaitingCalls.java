package io.paddock.client.session;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.ClientRequest;
import java.util.ArrayDeque;

/**
 * Calls that wait for a connection, in order, each for a while. Before them goes a sync that was lost: what was called behind it
 * must not see older data than it would have.
 *
 * <p>Owned by the I/O thread.
 */
final class WaitingCalls {

    private final ArrayDeque<Call<?>> calls = new ArrayDeque<>();
    private final long waitMs;

    /** Null for none. */
    private ClientRequest lostSync;

    /** @param waitMs how long a call waits */
    WaitingCalls(long waitMs) {
        this.waitMs = waitMs;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    void add(Call<?> call, long nowMs) {
        call.waitUntilMs = nowMs + waitMs;
        calls.add(call);
    }

    Call<?> remove() {
        return calls.remove();
    }

    /** @param sync the last one that was lost with a connection; null if none was */
    void noteLost(ClientRequest sync) {
        if (sync != null) {
            lostSync = sync;
        }
    }

    /** Null if none was lost since it was last taken. */
    ClientRequest takeLostSync() {
        ClientRequest sync = lostSync;
        lostSync = null;
        return sync;
    }

    /** @param lastFailure why there is no connection */
    void failOverdue(long nowMs, String lastFailure) {
        while (!calls.isEmpty() && nowMs > calls.peek().waitUntilMs) {
            fail(
                    calls.remove(),
                    ErrorCode.CONNECTION_LOSS,
                    "no connection came up within " + waitMs + " ms. The last failure: " + lastFailure);
        }
    }

    /** The session has ended. */
    void failAll(String why) {
        calls.forEach(call -> fail(call, ErrorCode.SESSION_EXPIRED, why));
        calls.clear();
    }

    private void fail(Call<?> call, ErrorCode error, String why) {
        if (call.op() == OpCode.SYNC) {
            noteLost(call.request());
        }
        call.settleUnsent(error, why);
    }
}
