package io.paddock.client.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the application is to be told, in order. The I/O thread adds and, at the end of a burst, publishes; a task on the
 * callback executor delivers, never two at once.
 *
 * <p>{@link #add} and {@link #publish} belong to the I/O thread, the rest may be called by any.
 */
final class CallbackQueue implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackQueue.class);

    /** A task that has delivered so many makes room for others on the executor. */
    private static final int TURN = 1024;

    /** From so many waiting on, the client stops reading from the server. */
    private static final int WAITING_MAX = 16_384;

    private final Executor executor;
    private final Runnable onRelief;

    /** Added since the last publication. */
    private List<Delivery> burst = new ArrayList<>();

    private final Object lock = new Object();

    /** Published and not yet taken; guarded by the lock, like the two below. */
    private List<Delivery> published = new ArrayList<>();

    private boolean scheduled;
    private boolean reliefWanted;

    /** Written by the delivering task, read by whoever asks about itself. */
    private volatile Thread delivering;

    /** What the delivering task has taken and not yet delivered. */
    private List<Delivery> turn = new ArrayList<>();

    private int turnPosition;

    /** The second argument is run, on any thread, when there is room again after {@link #isFull} was true. */
    CallbackQueue(Executor executor, Runnable onRelief) {
        this.executor = executor;
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
        boolean start;
        synchronized (lock) {
            if (published.isEmpty()) {
                List<Delivery> swap = published;
                published = burst;
                burst = swap;
            } else {
                published.addAll(burst);
                burst.clear();
            }
            start = !scheduled;
            scheduled = true;
        }
        if (start) {
            schedule();
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

    /** Delivers what is there, up to a turn. For the executor only. */
    @Override
    public void run() {
        Thread outer = delivering;
        delivering = Thread.currentThread();
        try {
            for (int done = 0; done < TURN; done++) {
                if (turnPosition == turn.size() && !takeMore()) {
                    return;
                }
                Delivery next = turn.get(turnPosition);
                turn.set(turnPosition++, null);
                deliver(next);
            }
        } finally {
            delivering = outer;
        }
        schedule();
    }

    private boolean takeMore() {
        turn.clear();
        turnPosition = 0;
        boolean relief = false;
        synchronized (lock) {
            if (published.isEmpty()) {
                scheduled = false;
                return false;
            }
            List<Delivery> swap = turn;
            turn = published;
            published = swap;
            relief = reliefWanted;
            reliefWanted = false;
        }
        if (relief) {
            onRelief.run();
        }
        return true;
    }

    private static void deliver(Delivery delivery) {
        try {
            delivery.deliver();
        } catch (RuntimeException | Error e) {
            LOG.warn("A callback of the application failed; the client goes on.", e);
        }
    }

    private void schedule() {
        try {
            executor.execute(this);
        } catch (RejectedExecutionException e) {
            // The application has ended its executor before the client: nobody is to be left waiting for ever.
            LOG.warn("The callback executor takes no more tasks; callbacks run on the thread that has them.");
            run();
        }
    }
}
