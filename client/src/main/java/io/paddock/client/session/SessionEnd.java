package io.paddock.client.session;

import io.paddock.client.transport.ClientLoop;
import io.paddock.client.transport.SharedLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a session as others wait for it: when all is told, or when it cannot be told because a callback of the application
 * does not end. Until then the session hears of it when its loop is closed.
 *
 * <p>Owned by the I/O thread, except for what says otherwise.
 */
final class SessionEnd {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final long LOOK_MS = 100;

    private final ClientLoop loop;
    private final boolean loopIsShared;
    private final CallbackQueue callbacks;
    private final Runnable onLoopClosed;

    /** Complete when nobody is to wait any longer. Used by any thread. */
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    /** @param onLoopClosed ends the session, as its loop is closed before it */
    SessionEnd(ClientLoop loop, boolean loopIsShared, CallbackQueue callbacks, Runnable onLoopClosed) {
        this.loop = loop;
        this.loopIsShared = loopIsShared;
        this.callbacks = callbacks;
        this.onLoopClosed = onLoopClosed;
    }

    /** The session begins. */
    void join() {
        loop.add(onLoopClosed);
    }

    /** Waits; not at all on the I/O thread, where that is done. Any other thread. */
    void await() throws InterruptedException {
        if (loop.eventLoop().inEventLoop()) {
            return;
        }
        try {
            left.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end never fails", e);
        }
    }

    /** All is told, or cannot be. Any thread. */
    void leave() {
        if (left.complete(null) && loopIsShared) {
            SharedLoop.release();
        }
    }

    /** The session never ran, as its loop had ended. Any thread. */
    void neverBegan() {
        left.complete(null);
    }

    /** From now on sees to it that the last callbacks run, or that nobody waits for them. */
    void watch() {
        if (left.isDone()) {
            loop.remove(onLoopClosed);
        } else if (callbacks.isStuck(Session.nowMs()) && !callbacks.rescue()) {
            LOG.warn("A callback of the application does not end; the client ends without it.");
            leave();
            loop.remove(onLoopClosed);
        } else if (!loop.eventLoop().isShuttingDown()) {
            loop.eventLoop().schedule(this::watch, LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }
}
