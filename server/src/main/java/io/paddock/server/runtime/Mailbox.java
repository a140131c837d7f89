package io.paddock.server.runtime;

import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * What a thread is asked to do: any thread posts, the owner takes all that is there and sleeps when there is nothing.
 *
 * <p>It has no bound of its own: its entries are batches, at most one in flight for each burst of a client loop, and the
 * requests inside are bounded by the limit of outstanding requests.
 */
final class Mailbox<T> {

    /** The atomic one of its kind: the other is built on Unsafe, which newer Java machines complain of. */
    private final MpscUnboundedAtomicArrayQueue<T> queue = new MpscUnboundedAtomicArrayQueue<>(1024);

    private final Rest rest;
    /** Written by the owner before it looks a last time and sleeps, read by who posts. */
    private volatile boolean asleep;
    /** For {@link #busyNanos}: written by the owner, read by any thread. */
    private volatile boolean owned;

    private volatile long ownedSinceNanos;

    private volatile long idleNanos;
    /** 0 while the owner is awake. */
    private volatile long asleepSinceNanos;

    /** One whose owner sleeps when there is nothing. */
    Mailbox() {
        this(new ParkedRest());
    }

    Mailbox(Rest rest) {
        this.rest = rest;
    }

    /** The calling thread takes from now on. */
    void own() {
        rest.own();
        ownedSinceNanos = System.nanoTime();
        owned = true;
    }

    void post(T item) {
        queue.offer(item);
        if (asleep) {
            asleep = false;
            rest.wake();
        }
    }

    /** The next entry, or null. Owner only. */
    T poll() {
        return queue.poll();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Returns when there is something to take, after that many nanoseconds, or for no reason. Owner only. */
    void await(long nanos) {
        rest.settle();
        asleep = true;
        if (queue.isEmpty() && nanos > 0) {
            long startNanos = System.nanoTime();
            asleepSinceNanos = startNanos;
            long workedNanos = rest.rest(nanos);
            asleepSinceNanos = 0;
            idleNanos += System.nanoTime() - startNanos - workedNanos; // One writer.
        } else {
            rest.rest(0); // Or a flood in the mailbox would keep it from what comes by another way.
        }
        asleep = false;
    }

    /** How long the owner has not slept since it became one; inexact while it falls asleep or wakes. Any thread. */
    long busyNanos() {
        if (!owned) {
            return 0;
        }
        long now = System.nanoTime();
        long asleepSince = asleepSinceNanos;
        long asleepNanos = asleepSince == 0 ? 0 : Math.max(0, now - asleepSince);
        return now - ownedSinceNanos - idleNanos - asleepNanos;
    }
}
