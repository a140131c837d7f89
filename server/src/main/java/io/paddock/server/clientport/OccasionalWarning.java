package io.paddock.server.clientport;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Warns of a cause at most once in an interval, and says how often it was silent. Any thread. */
public final class OccasionalWarning {

    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private final Logger log;
    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong silent = new AtomicLong();

    public OccasionalWarning(Logger log) {
        this.log = log;
    }

    public void warn(String message) {
        long now = System.nanoTime();
        long due = nextNanos.get();
        if (now - due >= 0 && nextNanos.compareAndSet(due, now + INTERVAL_NANOS)) {
            long before = silent.getAndSet(0);
            log.warn(before == 0 ? message : message + " (and " + before + " more of this kind since the last line)");
        } else {
            silent.incrementAndGet();
            log.debug(message);
        }
    }
}
