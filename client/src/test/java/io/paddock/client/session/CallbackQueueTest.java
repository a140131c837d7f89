package io.paddock.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallbackQueueTest {

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ArrayDeque<Runnable> fallbackTasks = new ArrayDeque<>();
    private final List<Integer> delivered = new ArrayList<>();
    private final AtomicInteger reliefs = new AtomicInteger();
    private final CallbackQueue queue = new CallbackQueue(tasks::add, fallbackTasks::add, reliefs::incrementAndGet);

    private void add(int from, int to) {
        for (int i = from; i < to; i++) {
            int number = i;
            queue.add(() -> delivered.add(number));
        }
    }

    @Test
    void nothingIsDeliveredBeforeItIsPublished() {
        add(0, 3);
        assertThat(tasks).isEmpty();
        queue.publish();
        assertThat(tasks).hasSize(1);
        add(3, 5);
        tasks.remove().run();
        assertThat(delivered).containsExactly(0, 1, 2);
        queue.publish();
        tasks.remove().run();
        assertThat(delivered).containsExactly(0, 1, 2, 3, 4);
        assertThat(tasks).isEmpty();
    }

    @Test
    void oneTaskIsEnoughForAllThatComesBeforeItRuns() {
        for (int i = 0; i < 10; i++) {
            add(i, i + 1);
            queue.publish();
        }
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(delivered).hasSize(10).isSorted();
    }

    @Test
    void aLongTurnMakesRoomForOthers() {
        add(0, 5000);
        queue.publish();
        tasks.remove().run();
        assertThat(delivered).hasSizeLessThan(5000);
        assertThat(tasks).hasSize(1);
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
        assertThat(delivered).hasSize(5000).isSorted();
    }

    @Test
    void whoIsToldThatItIsFullIsToldOfTheRelief() {
        assertThat(queue.isFull()).isFalse();
        add(0, 20_000);
        queue.publish();
        assertThat(queue.isFull()).isTrue();
        tasks.remove().run();
        assertThat(reliefs).hasValue(1);
        assertThat(queue.isFull()).isFalse();
    }

    @Test
    void aFailureStopsNobodyElse() {
        queue.add(() -> {
            throw new IllegalStateException("a bug of the application");
        });
        add(0, 1);
        queue.publish();
        tasks.remove().run();
        assertThat(delivered).containsExactly(0);
    }

    @Test
    void onlyTheDeliveringThreadKnowsItselfDelivering() {
        List<Boolean> inside = new ArrayList<>();
        queue.add(() -> inside.add(queue.isDelivering()));
        queue.publish();
        assertThat(queue.isDelivering()).isFalse();
        tasks.remove().run();
        assertThat(inside).containsExactly(true);
        assertThat(queue.isDelivering()).isFalse();
    }

    @Test
    void whatTheExecutorLosesTheFallbackDelivers() {
        add(0, 3);
        queue.publish();
        Runnable lost = tasks.remove();
        assertThat(queue.isStuck(0)).isFalse();
        assertThat(queue.isStuck(CallbackQueue.STUCK_MS)).isFalse();
        assertThat(queue.isStuck(CallbackQueue.STUCK_MS + 1)).isTrue();
        assertThat(queue.rescue()).isTrue();
        assertThat(queue.rescue()).isFalse();
        fallbackTasks.remove().run();
        assertThat(delivered).containsExactly(0, 1, 2);
        add(3, 4);
        queue.publish();
        lost.run(); // It was not lost after all, and too late.
        assertThat(delivered).containsExactly(0, 1, 2);
        tasks.remove().run();
        assertThat(delivered).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whatIsBeingDeliveredIsNotDeliveredTwice() {
        queue.add(() -> assertThat(queue.rescue()).isFalse());
        add(0, 1);
        queue.publish();
        tasks.remove().run();
        assertThat(delivered).containsExactly(0);
        assertThat(fallbackTasks).isEmpty();
    }

    @Test
    void anExecutorThatRefusesIsReplacedForThatTask() {
        CallbackQueue refused = new CallbackQueue(
                task -> {
                    throw new IllegalStateException("no");
                },
                fallbackTasks::add,
                () -> {});
        refused.add(() -> delivered.add(1));
        refused.publish();
        fallbackTasks.remove().run();
        assertThat(delivered).containsExactly(1);
    }

    @Test
    void nothingIsStuckThatMoves() {
        assertThat(queue.isStuck(0)).isFalse();
        assertThat(queue.isStuck(1_000_000)).isFalse();
        add(0, 5000);
        queue.publish();
        for (long now = 1_001_000; !tasks.isEmpty(); now += CallbackQueue.STUCK_MS) {
            assertThat(queue.isStuck(now)).isFalse();
            tasks.remove().run();
        }
    }

    @Test
    void manyThreadsDeliverOneAtATimeAndInOrder() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        AtomicInteger inside = new AtomicInteger();
        List<Integer> seen = new ArrayList<>();
        CallbackQueue busy = new CallbackQueue(pool, pool, () -> {});
        for (int i = 0; i < 100_000; i++) {
            int number = i;
            busy.add(() -> {
                if (inside.incrementAndGet() == 1 && busy.isDelivering()) {
                    seen.add(number);
                }
                inside.decrementAndGet();
            });
            if (i % 7 == 0) {
                busy.publish();
            }
        }
        CountDownLatch end = new CountDownLatch(1);
        busy.add(end::countDown);
        busy.publish();
        assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
        pool.shutdown();
        assertThat(seen).hasSize(100_000).isSorted();
    }
}
