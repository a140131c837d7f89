package io.paddock.server.runtime;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much of its time a thread had work, from 0 to 1: over the time between the last two looks that were at least a
 * second apart. Any thread.
 */
final class BusyShare {

    private static final long INTERVAL_NANOS_MIN = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier busyNanos;
    private final LongSupplier nanoClock;
    private long lastNanos;
    private long lastBusyNanos;
    private double share;

    /** @param busyNanos time that the thread has worked since it began */
    BusyShare(LongSupplier busyNanos) {
        this(busyNanos, System::nanoTime);
    }

    BusyShare(LongSupplier busyNanos, LongSupplier nanoClock) {
        this.busyNanos = busyNanos;
        this.nanoClock = nanoClock;
        this.lastNanos = nanoClock.getAsLong();
        this.lastBusyNanos = busyNanos.getAsLong();
    }

    synchronized double now() {
        long nanos = nanoClock.getAsLong();
        long passedNanos = nanos - lastNanos;
        if (passedNanos >= INTERVAL_NANOS_MIN) {
            long busy = busyNanos.getAsLong();
            double exact = (double) (busy - lastBusyNanos) / passedNanos;
            share = Math.round(Math.max(0, Math.min(1, exact)) * 10_000) / 10_000.0;
            lastNanos = nanos;
            lastBusyNanos = busy;
        }
        return share;
    }
}
