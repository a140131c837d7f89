package io.paddock.server.clientport;

import io.netty.util.concurrent.EventExecutor;
import io.paddock.server.session.SessionShard;
import io.paddock.server.session.ShardMeter;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What the connections of one event loop share. Owned by that loop. */
final class LoopServices {

    private static final int SCRATCH_BYTES_KEPT = 1 << 16;

    /** Null while this server does not serve. */
    private SessionShard shard;

    private final ShardMeter meter;
    private final EventExecutor executor;
    private final ConnectionLimits limits;
    private final UntakenOutput untakenOutput;
    private final WordPort words;
    private final Consumer<Throwable> onFailure;
    private final Runnable endBurst = this::endBurst;
    private final Runnable onDue = this::onDue;
    private byte[] scratch = new byte[1024];
    private boolean burstOpen;
    private int connections;
    /** Whether there is nobody to tell anything. Written by the loop, read by any thread. */
    private volatile boolean idle = true;
    /** Whether the shard is going to be called, because it wants to be. */
    private boolean callDue;

    LoopServices(
            ShardMeter meter,
            EventExecutor executor,
            ConnectionLimits limits,
            UntakenOutput untakenOutput,
            WordPort words,
            Consumer<Throwable> onFailure) {
        this.meter = meter;
        this.executor = executor;
        this.limits = limits;
        this.untakenOutput = untakenOutput;
        this.words = words;
        this.onFailure = onFailure;
    }

    /** Null while this server does not serve. */
    SessionShard shard() {
        return shard;
    }

    ShardMeter meter() {
        return meter;
    }

    /** Ends all connections of the former shard: what they were in the middle of is not answered. */
    void use(SessionShard next) {
        if (shard != null) {
            shard.closeAll();
        }
        shard = next;
    }

    boolean serves(SessionShard other) {
        return shard == other;
    }

    void entered() {
        connections++;
        idle = false;
    }

    void left() {
        connections--;
        idle = connections == 0;
    }

    /** Any thread. */
    boolean isIdle() {
        return idle;
    }

    ConnectionLimits limits() {
        return limits;
    }

    UntakenOutput untakenOutput() {
        return untakenOutput;
    }

    WordPort words() {
        return words;
    }

    /**
     * A connection has given the shard what it had. The burst ends when every connection that was ready in this turn of
     * the loop has been read: so the requests of all of them pass the gate, and go to the replica, together.
     */
    void endBurstLater() {
        if (!burstOpen) {
            burstOpen = true;
            executor.execute(endBurst);
        }
    }

    /** Ends the burst, if one is open: a connection goes, and what it sent before must not go with it. */
    void endBurst() {
        if (burstOpen) {
            burstOpen = false;
            guarded(SessionShard::endOfBurst);
        }
    }

    /** Lets the shard do something outside of a handler, where nobody else would see an exception. */
    void guarded(Consumer<SessionShard> action) {
        try {
            if (shard != null) {
                action.accept(shard);
                callWhenDue();
            }
        } catch (RuntimeException | Error broken) {
            fail(broken);
        }
    }

    private void callWhenDue() {
        long atNanos = shard.callAtNanos();
        if (atNanos != 0 && !callDue) {
            callDue = true;
            executor.schedule(onDue, atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void onDue() {
        callDue = false;
        guarded(SessionShard::endOfBurst);
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
        meter.bytesReceived(bytes);
    }
}
