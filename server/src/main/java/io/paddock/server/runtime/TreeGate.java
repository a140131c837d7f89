package io.paddock.server.runtime;

import io.paddock.server.session.ReadGate;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.StampedLock;

/**
 * Keeps the tree still for those who read it: any number of client loops may be inside, each for a burst of requests, or
 * the replica thread alone, for a batch of commits. Nobody holds it over I/O.
 *
 * <p>A loop passes by one atomic step while the replica is not applying; whoever waits is woken when the way is free, in
 * order of arrival, so that neither side starves. Not reentrant.
 */
final class TreeGate implements ReadGate {

    private final StampedLock lock = new StampedLock();
    private final ThreadLocal<long[]> stamps = ThreadLocal.withInitial(() -> new long[1]);
    private final LongAdder readerWaits = new LongAdder();
    private final LongAdder readerWaitNanos = new LongAdder();
    private final LongAdder writerWaitNanos = new LongAdder();

    @Override
    public void enter() {
        long stamp = lock.tryReadLock();
        if (stamp == 0) {
            long start = System.nanoTime();
            stamp = lock.readLock();
            readerWaits.increment();
            readerWaitNanos.add(System.nanoTime() - start);
        }
        stamps.get()[0] = stamp;
    }

    @Override
    public void leave() {
        lock.unlockRead(stamps.get()[0]);
    }

    /** For the replica thread: nobody else is inside until {@link #leaveAlone}. */
    long enterAlone() {
        long stamp = lock.tryWriteLock();
        if (stamp == 0) {
            long start = System.nanoTime();
            stamp = lock.writeLock();
            writerWaitNanos.add(System.nanoTime() - start);
        }
        return stamp;
    }

    void leaveAlone(long stamp) {
        lock.unlockWrite(stamp);
    }

    long readerWaits() {
        return readerWaits.sum();
    }

    long readerWaitNanos() {
        return readerWaitNanos.sum();
    }

    long writerWaitNanos() {
        return writerWaitNanos.sum();
    }
}
