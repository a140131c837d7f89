package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Posting and taking, with real threads. */
@Timeout(60)
class MailboxTest {

    private static final long FOREVER_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Mailbox<int[]> mailbox = new Mailbox<>();

    @Test
    void whatWasPostedBeforeThereWasAnOwnerIsTaken() {
        mailbox.post(new int[] {1});
        assertThat(mailbox.isEmpty()).isFalse();
        mailbox.own();
        mailbox.await(FOREVER_NANOS);
        assertThat(mailbox.poll()).containsExactly(1);
        assertThat(mailbox.poll()).isNull();
        assertThat(mailbox.isEmpty()).isTrue();
    }

    @Test
    void awaitingNothingForNoTimeReturns() {
        mailbox.own();
        mailbox.await(0);
        mailbox.await(-5);
        mailbox.await(1);
    }

    /** The owner sleeps for an hour whenever it finds nothing: one lost wake-up and this test does not end. */
    @Test
    void noWakeUpIsLostAndEachThreadsEntriesComeInOrder() throws InterruptedException {
        int posters = 3;
        int each = 40_000 * Integer.getInteger("stress.factor", 1);
        AtomicInteger taken = new AtomicInteger();
        int[] next = new int[posters];
        List<String> disorder = new ArrayList<>();
        Thread owner = new Thread(() -> {
            mailbox.own();
            int count = 0;
            while (count < posters * each) {
                for (int[] entry = mailbox.poll(); entry != null; entry = mailbox.poll()) {
                    if (entry[1] != next[entry[0]]++) {
                        disorder.add(entry[0] + ":" + entry[1]);
                    }
                    taken.set(++count);
                }
                if (count < posters * each && mailbox.isEmpty()) {
                    mailbox.await(FOREVER_NANOS);
                }
            }
        });
        owner.start();
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < posters; p++) {
            int poster = p;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    mailbox.post(new int[] {poster, i});
                    // Now and then wait until everything is taken, so that the owner goes to sleep.
                    while (i % 64 == 0 && taken.get() < i) {
                        Thread.onSpinWait();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        owner.join();
        assertThat(disorder).isEmpty();
        assertThat(taken.get()).isEqualTo(posters * each);
    }

    /** One entry at a time, posted when the last one was taken: within the moment in which the owner falls asleep. */
    @Test
    void anEntryThatComesAsTheOwnerFallsAsleepWakesIt() throws InterruptedException {
        int entries = 20_000 * Integer.getInteger("stress.factor", 1);
        AtomicInteger taken = new AtomicInteger();
        Random random = new Random(3);
        Thread owner = new Thread(() -> {
            mailbox.own();
            while (taken.get() < entries) {
                if (mailbox.poll() != null) {
                    taken.incrementAndGet();
                }
                if (taken.get() < entries) {
                    spin(random.nextInt(40));
                    mailbox.await(FOREVER_NANOS);
                }
            }
        });
        owner.start();
        int[] entry = {0};
        for (int i = 0; i < entries; i++) {
            mailbox.post(entry);
            while (taken.get() <= i) {
                Thread.onSpinWait();
            }
        }
        owner.join();
        assertThat(mailbox.isEmpty()).isTrue();
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
