package io.paddock.server.runtime;

import io.paddock.server.session.ReadGate;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Keeps the tree still for those who read it: any number of client loops may be inside, each for a burst of requests, or
 * the replica thread alone, for a batch of commits. Nobody holds it over I/O.
 *
 * <p>A loop passes by one atomic step while the replica is not there. When the replica waits, it holds the door as well:
 * loops that come later queue there, so it gets in when those inside have left, however many others keep coming. The
 * lock alone would let them pass, since it is never free while loops hand it on to each other. Not reentrant.
 */
final class TreeGate implements ReadGate {

    private final StampedLock lock = new StampedLock();
    private final ReentrantLock door = new ReentrantLock();
    private volatile boolean doorHeld;
    private final ThreadLocal<long[]> stamps = ThreadLocal.withInitial(() -> new long[1]);
    private final LongAdder readerWaits = new LongAdder();
    private final LongAdder readerWaitNanos = new LongAdder();
    private final LongAdder writerWaitNanos = new LongAdder();

    @Override
    public void enter() {
        long stamp = doorHeld ? 0 : lock.tryReadLock();
        if (stamp == 0) {
            long start = System.nanoTime();
            if (doorHeld) {
                door.lock();
                door.unlock();
            }
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
            door.lock();
            doorHeld = true;
            try {
                stamp = lock.writeLock();
            } finally {
                doorHeld = false;
                door.unlock();
            }
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
