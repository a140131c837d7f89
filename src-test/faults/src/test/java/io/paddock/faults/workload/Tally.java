package io.paddock.faults.workload;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What all writers count together, and what they share of the run. Any thread. */
final class Tally {

    private static final long PATIENCE_S = 60;

    private final int port;
    private final Semaphore acknowledgements = new Semaphore(0);
    private final Set<Long> zxids = ConcurrentHashMap.newKeySet();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong inDoubt = new AtomicLong();
    private final AtomicLong inDoubtAndDone = new AtomicLong();

    /** Set by the test before it ends the server. */
    private volatile boolean ending;

    /** The highest zxid that was acknowledged before the last restart. */
    private volatile long floorZxid;

    Tally(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    void acknowledged(long zxid) {
        if (zxid <= floorZxid || !zxids.add(zxid)) {
            throw new AssertionError("the zxid 0x" + Long.toHexString(zxid) + " was acknowledged before");
        }
        acknowledged.incrementAndGet();
        acknowledgements.release();
    }

    /** Waits until so many more writes were acknowledged, or one of the writers has failed. */
    void await(int count) throws InterruptedException {
        if (!acknowledgements.tryAcquire(count, PATIENCE_S, TimeUnit.SECONDS)) {
            throw new AssertionError("not " + count + " writes in " + PATIENCE_S + " s");
        }
    }

    /** The connection has ended. */
    void mustBeEnding(IOException cause) {
        if (!ending) {
            throw new AssertionError("the server closed a connection without a reason", cause);
        }
    }

    void begin() {
        floorZxid = lastZxid();
        zxids.clear();
        acknowledgements.drainPermits();
        ending = false;
    }

    void end() {
        ending = true;
    }

    /** A writer has failed: nobody waits any longer. */
    void giveUp() {
        acknowledgements.release(Integer.MAX_VALUE / 2);
    }

    long lastZxid() {
        return Math.max(floorZxid, zxids.stream().mapToLong(zxid -> zxid).max().orElse(0));
    }

    void settled(int sent, int done) {
        inDoubt.addAndGet(sent);
        inDoubtAndDone.addAndGet(done);
    }

    @Override
    public String toString() {
        return acknowledged + " writes acknowledged, " + inDoubt + " in doubt of which " + inDoubtAndDone
                + " had taken effect";
    }
}
