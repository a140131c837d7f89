package io.paddock.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curator's recipes, unchanged, against the running server, each with several clients. */
class CuratorRecipesTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static ServerProcess server;

    private final List<CuratorFramework> clients = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void startServer() throws IOException {
        server = ServerSetup.of(Installation.underTest(), directory)
                .config("tickTime", "1000")
                .property("zookeeper.extendedTypesEnabled", "true")
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @AfterEach
    void closeClients() {
        threads.shutdownNow();
        clients.forEach(CuratorFramework::close);
    }

    @Test
    void aMutexLetsOneInAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        List<Future<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            InterProcessMutex mutex = new InterProcessMutex(client(), "/mutex");
            workers.add(threads.submit(() -> {
                int most = 0;
                for (int round = 0; round < 10; round++) {
                    mutex.acquire();
                    most = Math.max(most, inside.incrementAndGet());
                    inside.decrementAndGet();
                    mutex.release();
                }
                return most;
            }));
        }
        for (Future<Integer> worker : workers) {
            assertThat(worker.get(SOON.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(1);
        }
    }

    @Test
    void readersShareAndWritersDoNot() throws Exception {
        InterProcessReadWriteLock first = new InterProcessReadWriteLock(client(), "/rw");
        InterProcessReadWriteLock second = new InterProcessReadWriteLock(client(), "/rw");
        first.readLock().acquire();
        assertThat(second.readLock().acquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(second.writeLock().acquire(300, TimeUnit.MILLISECONDS)).isFalse();
        second.readLock().release();
        first.readLock().release();
        assertThat(second.writeLock().acquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSemaphoreGrantsItsLeases() throws Exception {
        InterProcessSemaphoreV2 semaphore = new InterProcessSemaphoreV2(client(), "/semaphore", 2);
        InterProcessSemaphoreV2 other = new InterProcessSemaphoreV2(client(), "/semaphore", 2);
        Lease one = semaphore.acquire(10, TimeUnit.SECONDS);
        Lease two = other.acquire(10, TimeUnit.SECONDS);
        assertThat(other.acquire(300, TimeUnit.MILLISECONDS)).isNull();
        semaphore.returnLease(one);
        assertThat(other.acquire(10, TimeUnit.SECONDS)).isNotNull();
        other.returnLease(two);
    }

    @Test
    void leadershipPassesOnWhenTheLeaderGoes() throws Exception {
        LeaderLatch first = new LeaderLatch(client(), "/leader", "first");
        first.start();
        assertThat(first.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        LeaderLatch second = new LeaderLatch(client(), "/leader", "second");
        second.start();
        assertThat(second.hasLeadership()).isFalse();
        assertThat(second.getLeader().getId()).isEqualTo("first");
        first.close();
        assertThat(second.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        second.close();
    }

    @Test
    void aCacheSeesEveryChangeOnce() throws Exception {
        CuratorFramework acting = client();
        BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        CountDownLatch ready = new CountDownLatch(1);
        try (CuratorCache cache = CuratorCache.build(client(), "/cache")) {
            cache.listenable()
                    .addListener(CuratorCacheListener.builder()
                            .forCreates(node -> changes.add("created " + node.getPath()))
                            .forChanges((before, after) -> changes.add("changed " + after.getPath()))
                            .forDeletes(node -> changes.add("deleted " + node.getPath()))
                            .forInitialized(ready::countDown)
                            .build());
            cache.start();
            assertThat(ready.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            acting.create().forPath("/cache");
            acting.create().forPath("/cache/a", bytes("1"));
            for (String expected : List.of("created /cache", "created /cache/a")) {
                assertThat(changes.poll(SOON.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(expected);
            }
            acting.setData().forPath("/cache/a", bytes("2"));
            assertThat(changes.poll(SOON.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("changed /cache/a");
            acting.delete().forPath("/cache/a");
            assertThat(changes.poll(SOON.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("deleted /cache/a");
            assertThat(cache.get("/cache")).isPresent();
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void aCounterLosesNoIncrement() throws Exception {
        List<Future<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            DistributedAtomicLong counter = new DistributedAtomicLong(client(), "/counter", new RetryForever(5));
            workers.add(threads.submit(() -> {
                int succeeded = 0;
                for (int round = 0; round < 10; round++) {
                    succeeded += counter.increment().succeeded() ? 1 : 0;
                }
                return succeeded;
            }));
        }
        int succeeded = 0;
        for (Future<Integer> worker : workers) {
            succeeded += worker.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
        DistributedAtomicLong counter = new DistributedAtomicLong(client(), "/counter", new RetryForever(5));
        assertThat(counter.get().postValue()).isEqualTo(succeeded).isEqualTo(30);
    }

    @Test
    void aSharedCountIsShared() throws Exception {
        try (SharedCount first = new SharedCount(client(), "/count", 5);
                SharedCount second = new SharedCount(client(), "/count", 5)) {
            first.start();
            second.start();
            first.setCount(6);
            Eventually.eventually(SOON, () -> assertThat(second.getCount()).isEqualTo(6));
        }
    }

    @Test
    void aPersistentNodeComesBackAfterItWasDeleted() throws Exception {
        CuratorFramework watching = client();
        try (PersistentNode node =
                new PersistentNode(client(), CreateMode.EPHEMERAL, false, "/persistent/node", bytes("x"))) {
            node.start();
            assertThat(node.waitForInitialCreate(SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            long first = watching.checkExists().forPath(node.getActualPath()).getCzxid();
            watching.delete().forPath(node.getActualPath());
            Eventually.eventually(
                    SOON,
                    () -> assertThat(watching.checkExists()
                                    .forPath("/persistent/node")
                                    .getCzxid())
                            .isGreaterThan(first));
        }
    }

    @Test
    void barriersHoldUntilAllAreThere() throws Exception {
        DistributedBarrier barrier = new DistributedBarrier(client(), "/barrier");
        barrier.setBarrier();
        Future<Boolean> waiting = threads.submit(() ->
                new DistributedBarrier(client(), "/barrier").waitOnBarrier(SOON.toMillis(), TimeUnit.MILLISECONDS));
        barrier.removeBarrier();
        assertThat(waiting.get(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();

        List<Future<Boolean>> members = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            DistributedDoubleBarrier door = new DistributedDoubleBarrier(client(), "/double", 3);
            members.add(threads.submit(() -> door.enter(SOON.toMillis(), TimeUnit.MILLISECONDS)
                    && door.leave(SOON.toMillis(), TimeUnit.MILLISECONDS)));
        }
        for (Future<Boolean> member : members) {
            assertThat(member.get(2 * SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        }
    }

    @Test
    void aQueueGivesEachItemOnceAndInOrder() throws Exception {
        SimpleDistributedQueue producer = new SimpleDistributedQueue(client(), "/queue");
        SimpleDistributedQueue consumer = new SimpleDistributedQueue(client(), "/queue");
        for (int i = 0; i < 10; i++) {
            producer.offer(bytes("item " + i));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(new String(consumer.poll(SOON.toMillis(), TimeUnit.MILLISECONDS), StandardCharsets.UTF_8))
                    .isEqualTo("item " + i);
        }
    }

    @Test
    void aTransactionHappensWhollyOrNotAtAll() throws Exception {
        CuratorFramework client = client();
        List<CuratorTransactionResult> results = client.transaction()
                .forOperations(
                        client.transactionOp().create().forPath("/transaction"),
                        client.transactionOp()
                                .create()
                                .withMode(CreateMode.CONTAINER)
                                .forPath("/transaction/c"),
                        client.transactionOp().setData().forPath("/transaction", bytes("x")));
        assertThat(results).hasSize(3);
        assertThatThrownBy(() -> client.transaction()
                        .forOperations(
                                client.transactionOp().create().forPath("/transaction/never"),
                                client.transactionOp().delete().forPath("/transaction/missing")))
                .isInstanceOf(KeeperException.NoNodeException.class);
        assertThat(client.checkExists().forPath("/transaction/never")).isNull();
    }

    @Test
    void parentsAreMadeAsContainersAndProtectedNodesAreFound() throws Exception {
        CuratorFramework client = client();
        String path = client.create()
                .creatingParentContainersIfNeeded()
                .withProtection()
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .forPath("/deep/er/lock-");
        assertThat(path).matches("/deep/er/_c_[-0-9a-f]+-lock-0000000000");
        assertThat(client.checkExists().forPath("/deep/er").getEphemeralOwner()).isZero();
    }

    private CuratorFramework client() throws InterruptedException {
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString(server.connectString())
                .sessionTimeoutMs(20_000)
                .connectionTimeoutMs(20_000)
                .retryPolicy(new RetryNTimes(5, 100))
                .build();
        client.start();
        synchronized (clients) {
            clients.add(client);
        }
        assertThat(client.blockUntilConnected((int) SOON.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        return client;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
