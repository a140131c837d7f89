package io.paddock.server.peerport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread will do, by asking again until a deadline. */
final class Eventually {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private Eventually() {}

    /** Repeats the claim until it holds; at the deadline its last failure is the test's failure. */
    static void holds(Runnable claim) {
        long startNanos = System.nanoTime();
        while (true) {
            try {
                claim.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() - startNanos > LIMIT_NANOS) {
                    throw notYet;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
