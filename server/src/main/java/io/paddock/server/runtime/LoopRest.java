package io.paddock.server.runtime;

import io.paddock.server.peerport.PeerLoop;

/** A thread that drives the connections to other servers waits for what comes by them. */
final class LoopRest implements Rest {

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
