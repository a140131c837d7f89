package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may be inside the gate with whom, and who waits for whom. */
@Timeout(30)
class TreeGateTest {

    private final TreeGate gate = new TreeGate();
    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** A reader that stays inside until it is let go. */
    private final class Reader {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final Thread thread;

        Reader(String name) {
            thread = started(() -> {
                gate.enter();
                seen.add(name);
                inside.countDown();
                await(go);
                gate.leave();
            });
        }
    }

    private Thread started(Runnable task) {
        Thread thread = new Thread(task);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private Thread writer(String name) {
        return started(() -> {
            long stamp = gate.enterAlone();
            seen.add(name);
            gate.leaveAlone(stamp);
        });
    }

    @AfterEach
    void allThreadsEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until the thread sleeps in the gate, or has passed it. */
    private static void untilItWaitsOrEnds(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }

    @Test
    void readersAreInsideTogether() {
        Reader one = new Reader("one");
        Reader two = new Reader("two");
        await(one.inside);
        await(two.inside);
        one.go.countDown();
        two.go.countDown();
    }

    @Test
    void theWriterWaitsForEveryReaderAndReadersForTheWriter() throws InterruptedException {
        Reader one = new Reader("one");
        Reader two = new Reader("two");
        await(one.inside);
        await(two.inside);
        Thread writer = writer("writer");
        untilItWaitsOrEnds(writer);
        one.go.countDown();
        one.thread.join();
        untilItWaitsOrEnds(writer);
        assertThat(seen).doesNotContain("writer");
        two.go.countDown();
        writer.join();

        long stamp = gate.enterAlone();
        Reader late = new Reader("late");
        untilItWaitsOrEnds(late.thread);
        assertThat(seen).doesNotContain("late");
        gate.leaveAlone(stamp);
        await(late.inside);
        late.go.countDown();
    }

    @Test
    void aReaderThatComesBehindAWaitingWriterDoesNotPassIt() throws InterruptedException {
        Reader inside = new Reader("inside");
        await(inside.inside);
        Thread writer = writer("writer");
        untilItWaitsOrEnds(writer);
        Reader behind = new Reader("behind");
        behind.go.countDown();
        untilItWaitsOrEnds(behind.thread);
        inside.go.countDown();
        writer.join();
        behind.thread.join();
        assertThat(seen).containsExactly("inside", "writer", "behind");
    }

    @Test
    void waitsAreCounted() throws InterruptedException {
        assertThat(gate.readerWaits()).isZero();
        long stamp = gate.enterAlone();
        Reader late = new Reader("late");
        untilItWaitsOrEnds(late.thread);
        gate.leaveAlone(stamp);
        await(late.inside);
        late.go.countDown();
        late.thread.join();
        assertThat(gate.readerWaits()).isEqualTo(1);
        assertThat(gate.readerWaitNanos()).isPositive();
    }
}
