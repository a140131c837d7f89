package io.paddock.server.runtime;

import io.paddock.server.session.ShardClock;
import java.util.concurrent.TimeUnit;

/** The clocks of the machine. The monotonic one is that of the replica thread, so that their times compare. */
final class ThreadClock implements ShardClock {

    @Override
    public long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMs() {
        return System.currentTimeMillis();
    }
}
