package io.paddock.client.session;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Lets a session look at the clock, more often if its timeout is short. Owned by the I/O thread. */
final class Ticker {

    private static final long MS_MIN = 5;
    private static final long MS_MAX = 500;
    private static final int TICKS_PER_TIMEOUT = 20;

    private final ScheduledExecutorService loop;
    private final Runnable task;
    private ScheduledFuture<?> ticks;
    private long ms;

    Ticker(ScheduledExecutorService loop, Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    /** From now on, for a session with that timeout. */
    void set(int timeoutMs) {
        long wantedMs = Math.max(MS_MIN, Math.min(MS_MAX, timeoutMs / TICKS_PER_TIMEOUT));
        if (ticks == null || ms != wantedMs) {
            stop();
            ms = wantedMs;
            ticks = loop.scheduleWithFixedDelay(task, ms, ms, TimeUnit.MILLISECONDS);
        }
    }

    void stop() {
        if (ticks != null) {
            ticks.cancel(false);
        }
    }
}
