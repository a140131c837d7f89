package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.server.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Gate and stream with the real threads: replica, log and client loops under as much load as they take, clients that move
 * between loops, and loops that sleep until they are woken. Each client checks that it never sees half a multi, nor data
 * whose change was not announced by the watch that it holds, nor an older state than before, also after a move.
 *
 * <p>{@code -Dstress.seconds=N} lets it run for longer than the usual 3 seconds, {@code -Dseed=S} repeats the requests.
 */
class AppliedStreamStressTest {

    private static final int LOOPS = 3;
    private static final int REQUESTS = 60;
    /** Beyond all that a busy machine needs for one round. */
    private static final long ROUND_SECONDS_MAX = 60;

    @Test
    void clientsNeverSeeHalfATransactionNorAnUnannouncedChangeNorAnOlderState() throws Exception {
        long nanos = TimeUnit.SECONDS.toNanos(Integer.getInteger("stress.seconds", 3));
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Rig rig = new Rig(AppliedStreamStressTest::createPairs);
        List<StressLoop> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new StressLoop(rig.shard()));
        }
        List<StressClient> clients = new ArrayList<>();
        for (int i = 0; i < 2 * LOOPS + 1; i++) {
            clients.add(new StressClient(random.nextLong(), i < StressClient.PAIRS ? i : -1));
        }
        rig.start(() -> loops.forEach(StressLoop::onApplied));
        loops.forEach(StressLoop::start);
        int rounds = 0;
        for (long end = System.nanoTime() + nanos; System.nanoTime() - end < 0; rounds++) {
            round(rig, loops, clients, random, seed);
        }
        for (StressLoop loop : loops) {
            loop.stop();
        }
        rig.stop();
        assertThat(rig.fatal.get()).isNull();
        assertThat(rounds).isPositive();
        assertThat(clients).allMatch(client -> client.replies > 0);
        assertThat(clients.stream().mapToLong(client -> client.events).sum()).isPositive();
    }

    private static void createPairs(Tree tree) {
        for (int pair = 0; pair < StressClient.PAIRS; pair++) {
            tree.create(StressClient.left(pair), StressClient.bytes(0), Acl.OPEN, 0, -1, 0, 0);
            tree.create(StressClient.right(pair), StressClient.bytes(0), Acl.OPEN, 0, -1, 0, 0);
        }
    }

    private static void round(Rig rig, List<StressLoop> loops, List<StressClient> clients, Random random, long seed)
            throws Exception {
        List<StressLoop> places = new ArrayList<>();
        List<CompletableFuture<Void>> rounds = new ArrayList<>();
        for (StressClient client : clients) {
            StressLoop loop = loops.get(random.nextInt(loops.size()));
            places.add(loop);
            rounds.add(loop.round(client, REQUESTS));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROUND_SECONDS_MAX);
        for (CompletableFuture<Void> round : rounds) {
            await(round, end, rig, loops, seed);
        }
        for (int i = 0; i < clients.size(); i++) {
            await(places.get(i).leave(clients.get(i)), end, rig, loops, seed);
        }
    }

    /** Asks now and then whether a thread has failed: then nobody would end the round. */
    private static void await(CompletableFuture<Void> future, long end, Rig rig, List<StressLoop> loops, long seed)
            throws Exception {
        while (true) {
            for (StressLoop loop : loops) {
                if (loop.failure != null) {
                    throw new AssertionError("with -Dseed=" + seed, loop.failure);
                }
            }
            if (rig.fatal.get() != null) {
                throw new AssertionError("with -Dseed=" + seed, rig.fatal.get());
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("a request was not answered, with -Dseed=" + seed);
            }
            try {
                future.get(50, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException notYet) {
                // Looks again.
            }
        }
    }
}
