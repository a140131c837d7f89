package io.paddock.server.session;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Holds back the requests of a shard while too many are admitted and not yet answered (server semantics, section 12). One
 * queue in the order of arrival, so the order within a connection stays. Nothing polls: the shard asks again whenever a
 * request has been answered.
 *
 * <p>Of a connection that is gone, a request is carried out only if all before it were: nothing is skipped in the middle.
 *
 * <p>Owned by the event loop of its shard.
 */
final class RequestThrottle {

    private static final long NANOS_PER_MS = 1_000_000;

    private final RequestThrottleOptions options;
    private final LimitListener listener;
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    /** Admitted and not answered, without those that wait until their client has taken what it was sent. */
    private int inside;
    /** The wait of the request at the head has been counted. */
    private boolean headCounted;

    RequestThrottle(RequestThrottleOptions options, LimitListener listener) {
        this.options = options;
        this.listener = listener;
    }

    boolean isOn() {
        return options.requestsMax() > 0;
    }

    void add(Pending pending) {
        queue.add(pending);
    }

    int queued() {
        return queue.size();
    }

    /** True if {@link #next} would make progress. */
    boolean hasRoom() {
        return !queue.isEmpty() && inside < options.requestsMax();
    }

    /**
     * The next request that is admitted, or null if none can be. It is admitted until {@link #left}.
     *
     * @param toClose given the connections of stale requests that are dropped
     */
    Pending next(long nowNanos, Consumer<Connection> toClose) {
        while (!queue.isEmpty()) {
            Pending head = queue.peek();
            long waitedMs = (nowNanos - head.receivedNanos) / NANOS_PER_MS;
            if (isDropped(head, waitedMs, toClose)) {
                remove();
            } else if (inside >= options.requestsMax()) {
                countWait();
                return null;
            } else {
                remove();
                admit(head, waitedMs);
                if (!head.connection.gone || head.isWrite()) {
                    inside++;
                    return head;
                }
            }
        }
        return null;
    }

    /** So many admitted requests have been answered, or never will be. */
    void left(int requests) {
        if (isOn()) {
            inside -= requests;
        }
    }

    /** So many admitted requests that had left without an answer are in work again: there may be too many for a while. */
    void cameBack(int requests) {
        if (isOn()) {
            inside += requests;
        }
    }

    private boolean isDropped(Pending head, long waitedMs, Consumer<Connection> toClose) {
        Connection connection = head.connection;
        if (!connection.dropped && options.dropStale() && isStale(head, waitedMs)) {
            listener.requestStale(true);
            connection.dropped = true;
            if (!connection.gone) {
                toClose.accept(connection);
            }
        }
        return connection.dropped;
    }

    private boolean isStale(Pending pending, long waitedMs) {
        boolean late = options.staleWhenLate() && waitedMs > pending.connection.timeoutMs;
        boolean unheard = options.staleWhenDisconnected() && pending.connection.gone;
        return (late || unheard) && pending.type != OpCode.CLOSE_SESSION;
    }

    private void admit(Pending pending, long waitedMs) {
        if (isStale(pending, waitedMs)) {
            listener.requestStale(false);
        }
        listener.requestEntered(waitedMs);
        boolean tooLate = options.throttledAfterMs() > 0 && waitedMs > options.throttledAfterMs();
        if (tooLate && mayBeRefused(pending)) {
            listener.requestThrottled();
            pending.decide(ErrorCode.THROTTLED_OP, Pending.ZXID_OF_TREE, false);
        }
    }

    /** What was refused before the throttle stays refused as it was (client protocol, section 3.4). */
    private static boolean mayBeRefused(Pending pending) {
        boolean open = pending.verdict == null || pending.verdict == ErrorCode.MARSHALLING_ERROR;
        return open && pending.type != OpCode.PING && pending.type != OpCode.CLOSE_SESSION;
    }

    private void countWait() {
        if (!headCounted) {
            headCounted = true;
            listener.requestWaits();
        }
    }

    private void remove() {
        queue.remove();
        headCounted = false;
    }
}
