package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.peerport.PeerLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Posting and taking, with real threads, of an owner that sleeps and of one that drives connections. */
@Timeout(60)
class MailboxTest {

    private static final long FOREVER_NANOS = TimeUnit.HOURS.toNanos(1);

    enum Owner {
        SLEEPS,
        DRIVES
    }

    private final PeerLoop loop = new PeerLoop();

    private Mailbox<int[]> mailbox(Owner owner) {
        return new Mailbox<>(owner == Owner.SLEEPS ? new ParkedRest() : new LoopRest(loop));
    }

    /** Runs to its end. */
    private void asOwner(Runnable work) throws InterruptedException {
        Thread owner = owner(work);
        owner.start();
        owner.join();
    }

    private Thread owner(Runnable work) {
        return loop.newDriver("owner", () -> {
            work.run();
            loop.close();
            while (!loop.isClosed()) {
                loop.run(FOREVER_NANOS);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatWasPostedBeforeThereWasAnOwnerIsTaken(Owner kind) throws InterruptedException {
        Mailbox<int[]> mailbox = mailbox(kind);
        mailbox.post(new int[] {1});
        assertThat(mailbox.isEmpty()).isFalse();
        List<int[]> taken = new ArrayList<>();
        asOwner(() -> {
            mailbox.own();
            mailbox.await(FOREVER_NANOS);
            taken.add(mailbox.poll());
            taken.add(mailbox.poll());
        });
        assertThat(taken).hasSize(2);
        assertThat(taken.get(0)).containsExactly(1);
        assertThat(taken.get(1)).isNull();
        assertThat(mailbox.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void awaitingNothingForNoTimeReturns(Owner kind) throws InterruptedException {
        Mailbox<int[]> mailbox = mailbox(kind);
        AtomicInteger returned = new AtomicInteger();
        asOwner(() -> {
            mailbox.own();
            for (long nanos : new long[] {0, -5, 1}) {
                mailbox.await(nanos);
                returned.incrementAndGet();
            }
        });
        assertThat(returned.get()).isEqualTo(3);
    }

    /** The owner sleeps for an hour whenever it finds nothing: one lost wake-up and this test does not end. */
    @ParameterizedTest
    @EnumSource
    void noWakeUpIsLostAndEachThreadsEntriesComeInOrder(Owner kind) throws InterruptedException {
        Mailbox<int[]> mailbox = mailbox(kind);
        int posters = 3;
        int each = 40_000 * Integer.getInteger("stress.factor", 1);
        AtomicInteger taken = new AtomicInteger();
        int[] next = new int[posters];
        List<String> disorder = new ArrayList<>();
        Thread owner = owner(() -> {
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
    @ParameterizedTest
    @EnumSource
    void anEntryThatComesAsTheOwnerFallsAsleepWakesIt(Owner kind) throws InterruptedException {
        Mailbox<int[]> mailbox = mailbox(kind);
        int entries = 20_000 * Integer.getInteger("stress.factor", 1);
        AtomicInteger taken = new AtomicInteger();
        Random random = new Random(3);
        Thread owner = owner(() -> {
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
