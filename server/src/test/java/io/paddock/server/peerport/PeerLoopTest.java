package io.paddock.server.peerport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What its driver can rely on. */
@Timeout(60)
class PeerLoopTest {

    private static final long FOREVER_NANOS = TimeUnit.HOURS.toNanos(1);

    private final PeerLoop loop = new PeerLoop();

    private void asDriver(Runnable work) throws InterruptedException {
        Thread driver = loop.newDriver("driver", () -> {
            work.run();
            loop.close();
            while (!loop.isClosed()) {
                loop.run(FOREVER_NANOS);
            }
        });
        driver.start();
        driver.join();
        assertThat(loop.isClosed()).isTrue();
    }

    @Test
    void aLookThatIsNotToWaitReturns() throws InterruptedException {
        AtomicInteger returned = new AtomicInteger();
        asDriver(() -> {
            for (long nanos : new long[] {0, -1, Long.MIN_VALUE, 1}) {
                loop.run(nanos);
                returned.incrementAndGet();
            }
        });
        assertThat(returned.get()).isEqualTo(4);
    }

    /** As the pieces of a snapshot do. */
    @Test
    void tasksThatAlwaysAskForMoreLetTheDriverGo() throws InterruptedException {
        AtomicInteger returned = new AtomicInteger();
        boolean[] enough = {false};
        asDriver(() -> {
            loop.loop().execute(() -> again(enough));
            loop.runTasks();
            returned.incrementAndGet();
            loop.run(0);
            returned.incrementAndGet();
            loop.run(FOREVER_NANOS);
            returned.incrementAndGet();
            enough[0] = true;
        });
        assertThat(returned.get()).isEqualTo(3);
    }

    private void again(boolean[] enough) {
        if (!enough[0]) {
            loop.loop().execute(() -> again(enough));
        }
    }

    @Test
    void whatWaitsForALookIsDoneBehindIt() throws InterruptedException {
        Sockets sockets = new Sockets(loop, false, 1_000);
        long[] looks = {-1};
        asDriver(() -> {
            loop.run(0);
            sockets.afterNextLook(() -> looks[0] = loop.looks());
            long before = loop.looks();
            loop.runTasks();
            assertThat(looks[0]).isEqualTo(-1);
            while (looks[0] < 0) {
                loop.run(FOREVER_NANOS);
                loop.runTasks();
            }
            looks[0] -= before;
        });
        assertThat(looks[0]).isPositive();
    }

    /** Whether something or the time ends the wait. */
    @Test
    void waitingIsNoWork() throws InterruptedException {
        long[] nanos = new long[2];
        asDriver(() -> {
            long start = System.nanoTime();
            nanos[0] = loop.run(TimeUnit.MILLISECONDS.toNanos(300));
            nanos[1] = System.nanoTime() - start;
        });
        assertThat(nanos[0]).isNotNegative();
        assertThat(nanos[1] - nanos[0]).as("waited").isGreaterThan(TimeUnit.MILLISECONDS.toNanos(250));
    }
}
