package io.paddock.testsupport;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process or thread will do, by asking again until a deadline: never by a blind sleep. */
public final class Eventually {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private Eventually() {}

    /** A claim that may not hold yet. */
    @FunctionalInterface
    public interface Claim {
        void check() throws Exception;
    }

    /** Repeats the claim until it holds; at the deadline its last failure is the test's failure. */
    public static void eventually(Duration within, Claim claim) {
        eventually(within, () -> {
            claim.check();
            return null;
        });
    }

    /** Repeats the question until it neither fails nor throws, and gives its answer. */
    public static <T> T eventually(Duration within, Callable<T> question) {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            try {
                return question.call();
            } catch (AssertionError | Exception notYet) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("not within " + within.toMillis() + " ms: " + notYet.getMessage(), notYet);
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
