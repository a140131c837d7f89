package io.paddock.server.runtime;

import io.paddock.server.peerport.PeerLoop;
import java.util.concurrent.locks.LockSupport;

/** A thread that drives the connections to other servers waits for what comes by them. */
final class LoopRest implements Rest {

    private static final long CLOSED_NANOS_MAX = 1_000_000;

    private final PeerLoop loop;

    LoopRest(PeerLoop loop) {
        this.loop = loop;
    }

    @Override
    public void own() {}

    @Override
    public void settle() {
        loop.runTasks();
    }

    @Override
    public long rest(long nanosMax) {
        if (loop.isClosed()) {
            LockSupport.parkNanos(this, Math.min(nanosMax, CLOSED_NANOS_MAX)); // Nothing else would wait then.
            return 0;
        }
        return loop.run(nanosMax);
    }

    @Override
    public void wake() {
        loop.wake();
    }

    @Override
    public boolean isOver() {
        return loop.isClosed();
    }
}
