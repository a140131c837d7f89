package io.paddock.server.runtime;

import java.util.concurrent.locks.LockSupport;

/** A thread that has nothing but its mailbox sleeps. */
final class ParkedRest implements Rest {

    private volatile Thread sleeper;

    @Override
    public void own() {
        sleeper = Thread.currentThread();
    }

    @Override
    public void settle() {}

    @Override
    public long rest(long nanosMax) {
        if (nanosMax > 0) {
            LockSupport.parkNanos(this, nanosMax);
        }
        return 0;
    }

    @Override
    public void wake() {
        LockSupport.unpark(sleeper);
    }

    @Override
    public boolean isOver() {
        return true;
    }
}
