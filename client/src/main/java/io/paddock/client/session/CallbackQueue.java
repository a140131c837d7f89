package io.paddock.client.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the application is to be told, in order. The I/O thread adds and, at the end of a burst, publishes; a task on the
 * callback executor delivers, never two at once.
 *
 * <p>The application may end its executor before the client, and what an executor was given and has not begun vanishes
 * then without a word. Nobody is to be left waiting for ever: such a task is handed to another executor, and the mark that
 * it has begun sees to it that only one of the two delivers.
 *
 * <p>{@link #add}, {@link #publish} and {@link #isStuck} belong to the I/O thread, the rest may be called by any.
 */
final class CallbackQueue {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackQueue.class);

    /** A task that has delivered so many makes room for others on the executor. */
    private static final int TURN = 1024;

    /** From so many waiting on, the client stops reading from the server. */
    private static final int WAITING_MAX = 16_384;

    /** Without a delivery for so long, what waits is stuck. */
    static final long STUCK_MS = 2_000;

    private final Executor executor;
    private final Executor fallback;
    private final Runnable onRelief;

    /** Added since the last publication. */
    private List<Delivery> burst = new ArrayList<>();

    private final Object lock = new Object();

    /** Published and not yet taken; guarded by the lock, like the two below. */
    private List<Delivery> published = new ArrayList<>();

    /** What delivers, or will; null while there is nothing to deliver. */
    private Turn current;

    private boolean reliefWanted;

    /** Written by the turn that delivers, read by whoever asks about itself. */
    private volatile Thread delivering;

    /** What the turn has taken and not yet delivered. */
    private List<Delivery> taken = new ArrayList<>();

    private int takenPosition;

    /** How many were delivered. Written by the turn, read by any. */
    private final AtomicLong delivered = new AtomicLong();

    /** Owned by the I/O thread, as the next one: what it saw of {@link #delivered}, and when it saw it change. */
    private long seenDelivered = -1;

    private long seenMs;

    /**
     * The fallback delivers when the executor refuses to. The last argument is run, on any thread, when there is room again
     * after {@link #isFull} was true.
     */
    CallbackQueue(Executor executor, Executor fallback, Runnable onRelief) {
        this.executor = executor;
        this.fallback = fallback;
        this.onRelief = onRelief;
    }

    void add(Delivery delivery) {
        burst.add(delivery);
    }

    /** Makes what was added visible to the delivering task. */
    void publish() {
        if (burst.isEmpty()) {
            return;
        }
        Turn first = null;
        synchronized (lock) {
            if (published.isEmpty()) {
                List<Delivery> swap = published;
                published = burst;
                burst = swap;
            } else {
                published.addAll(burst);
                burst.clear();
            }
            if (current == null) {
                first = new Turn();
                current = first;
            }
        }
        if (first != null) {
            schedule(first);
        }
    }

    /** True if the application is far behind; the relief is run when it has caught up. */
    boolean isFull() {
        synchronized (lock) {
            boolean full = published.size() >= WAITING_MAX;
            reliefWanted |= full;
            return full;
        }
    }

    boolean isDelivering() {
        return delivering == Thread.currentThread();
    }

    /** True if something waits and nothing was delivered for {@link #STUCK_MS}, as far as these questions have shown. */
    boolean isStuck(long nowMs) {
        long now = delivered.get();
        if (now != seenDelivered || isIdle()) {
            seenDelivered = now;
            seenMs = nowMs;
        }
        return nowMs - seenMs > STUCK_MS;
    }

    private boolean isIdle() {
        synchronized (lock) {
            return current == null;
        }
    }

    /** True if the application has ended the executor. */
    boolean isExecutorEnded() {
        return executor instanceof ExecutorService service && service.isShutdown();
    }

    /** Gives the fallback what the executor has not begun; false if a delivery is under way, or that was done before. */
    boolean rescue() {
        Turn turn;
        synchronized (lock) {
            turn = current;
        }
        if (turn == null || !turn.isRescuable()) {
            return false;
        }
        LOG.warn("The callback executor does not run what it was given; callbacks go on in the pool of the client.");
        fallback.execute(turn);
        return true;
    }

    /** Delivers what is there, up to a limit, once: on the executor or on the fallback, whichever begins first. */
    private final class Turn implements Runnable {

        private final AtomicBoolean begun = new AtomicBoolean();
        private final AtomicBoolean rescued = new AtomicBoolean();

        boolean isRescuable() {
            return !begun.get() && rescued.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                deliverAll();
            }
        }
    }

    private void deliverAll() {
        delivering = Thread.currentThread();
        for (int done = 0; done < TURN; done++) {
            if (takenPosition == taken.size() && !takeMore()) {
                return;
            }
            Delivery next = taken.get(takenPosition);
            taken.set(takenPosition++, null);
            deliver(next);
            delivered.lazySet(delivered.getPlain() + 1);
        }
        delivering = null;
        Turn following = new Turn();
        synchronized (lock) {
            current = following;
        }
        schedule(following);
    }

    private boolean takeMore() {
        taken.clear();
        takenPosition = 0;
        boolean relief;
        synchronized (lock) {
            if (published.isEmpty()) {
                delivering = null; // Before anybody can begin the next turn: the mark is theirs then.
                current = null;
                return false;
            }
            List<Delivery> swap = taken;
            taken = published;
            published = swap;
            relief = reliefWanted;
            reliefWanted = false;
        }
        if (relief) {
            onRelief.run();
        }
        return true;
    }

    /** Whatever an application throws, those that come after are told. */
    private static void deliver(Delivery delivery) {
        try {
            delivery.deliver();
        } catch (Throwable e) {
            LOG.warn("A callback of the application failed; the client goes on.", e);
        }
    }

    private void schedule(Turn turn) {
        try {
            executor.execute(turn);
        } catch (RuntimeException e) {
            LOG.warn("The callback executor takes no more tasks; callbacks go on in the pool of the client.");
            fallback.execute(turn);
        }
    }
}
