package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.ClientBuilder;
import io.paddock.client.ClientException;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.recipes.Balancer;
import io.paddock.client.recipes.Barrier;
import io.paddock.client.recipes.ConfigNode;
import io.paddock.client.recipes.Counter;
import io.paddock.client.recipes.DoubleBarrier;
import io.paddock.client.recipes.GroupMembership;
import io.paddock.client.recipes.LeaderElection;
import io.paddock.client.recipes.Lock;
import io.paddock.client.recipes.Queue;
import io.paddock.client.recipes.ReadWriteLock;
import io.paddock.client.recipes.SequentialName;
import io.paddock.client.recipes.ServiceDiscovery;
import io.paddock.client.recipes.ServiceInstance;
import io.paddock.client.recipes.TreeCache;
import io.paddock.testsupport.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The recipes when a connection is cut, or a session ends, at every step: at each request of the scenario in turn, before
 * it reaches the server and after it did. A scenario is run once more for each step, until it ends without reaching it.
 */
class RecipeFaultsTest extends ClientSuite {

    private static final int STEPS_MAX = 60;

    /** So many steps of a scenario run at once: what takes time is waiting. */
    private static final int LANES = 6;

    private final AtomicInteger runs = new AtomicInteger();
    private Client steady;
    private String base;

    /** What is to be done through the failing connection, at a fresh path, and what must hold then. */
    private interface Scenario {
        void run(Client failing, String path, FaultyProxy proxy) throws Exception;
    }

    @BeforeEach
    void makePlace() throws Exception {
        steady = client().async();
        base = steady.blocking().create(NewNode.persistent("/rf").sequential()).path();
    }

    private void cutAtEveryStep(Scenario scenario) throws Exception {
        for (boolean reachesServer : List.of(false, true)) {
            atEveryStep(step -> {
                String what = "cut " + (reachesServer ? "after" : "before") + " request " + step;
                return runOnce(builder -> builder, scenario, what, (client, proxy) -> {
                    if (reachesServer) {
                        proxy.cutAfterRequest(step);
                    } else {
                        proxy.cutBeforeRequest(step);
                    }
                });
            });
        }
    }

    private void killAtEveryStep(boolean renewed, Scenario scenario) throws Exception {
        atEveryStep(step -> runOnce(
                builder -> renewed ? builder.renewSession() : builder,
                scenario,
                "session killed before request " + step,
                (client, proxy) -> proxy.beforeRequest(step, () -> kill(client))));
    }

    /** True if the fault came before the scenario ended. */
    private interface Step {
        boolean run(int number) throws Exception;
    }

    private static void atEveryStep(Step step) throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            for (int first = 1; first <= STEPS_MAX; first += LANES) {
                List<Future<Boolean>> runs = new ArrayList<>();
                for (int i = first; i < first + LANES; i++) {
                    int number = i;
                    runs.add(lanes.submit(() -> step.run(number)));
                }
                boolean acted = true;
                for (Future<Boolean> run : runs) {
                    acted &= run.get();
                }
                if (!acted) {
                    return;
                }
            }
        } finally {
            lanes.shutdownNow();
        }
    }

    private interface Setting {
        ClientBuilder of(ClientBuilder builder);
    }

    private interface Fault {
        void prepare(Client client, FaultyProxy proxy);
    }

    /** True if the fault came before the scenario ended. */
    private boolean runOnce(Setting setting, Scenario scenario, String what, Fault fault) throws Exception {
        String path = base + "/" + runs.incrementAndGet();
        steady.create(NewNode.persistent(path)).join();
        try (FaultyProxy proxy = new FaultyProxy(server.port());
                Client failing = setting.of(
                                Client.builder(proxy.connectString()).sessionTimeout(Duration.ofSeconds(10)))
                        .open()) {
            failing.blocking().sync("/");
            fault.prepare(failing, proxy);
            scenario.run(failing, path, proxy);
            boolean acted = proxy.hasActed();
            proxy.heal();
            return acted;
        } catch (Exception | AssertionError e) {
            throw new AssertionError(what + ": " + e, e);
        }
    }

    private static void kill(Client client) {
        try {
            var session = client.session();
            if (session.isPresent()) {
                SessionTest.kill(server, session.get());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** True if it succeeded; false if the client's failures came. */
    private static boolean succeeds(CompletableFuture<?> future) throws Exception {
        try {
            get(future);
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ClientException.class);
            return false;
        }
    }

    private List<String> children(String path) {
        steady.sync("/").join();
        return steady.exists(path).join().isEmpty()
                ? List.of()
                : steady.getChildren(path).join().names();
    }

    @Test
    void aLockSurvivesCuts() throws Exception {
        cutAtEveryStep((failing, path, proxy) -> {
            Lock lock = new Lock(failing, path + "/lock");
            Lock.Held held = get(lock.acquireAsync());
            assertThat(children(path + "/lock")).hasSize(1);
            CompletableFuture<Lock.Held> waiting = lock.acquireAsync();
            get(held.releaseAsync());
            get(get(waiting).releaseAsync());
            assertThat(children(path + "/lock")).isEmpty();
        });
    }

    @Test
    void aLockIsFreeAfterItsSessionEnded() throws Exception {
        killAtEveryStep(false, (failing, path, proxy) -> {
            Lock lock = new Lock(failing, path + "/lock");
            CompletableFuture<Lock.Held> first = lock.acquireAsync();
            if (succeeds(first)) {
                CompletableFuture<Lock.Held> second = lock.acquireAsync();
                failing.sync("/").exceptionally(e -> null).join();
                if (!proxy.hasActed()) {
                    get(first.join().releaseAsync());
                    if (succeeds(second)) {
                        get(second.join().releaseAsync());
                    }
                } else {
                    get(first.join().lost());
                    assertThat(succeeds(second)).isFalse();
                }
            }
            get(get(new Lock(steady, path + "/lock").acquireAsync()).releaseAsync());
        });
    }

    @Test
    void aReadWriteLockSurvivesCuts() throws Exception {
        cutAtEveryStep((failing, path, proxy) -> {
            ReadWriteLock lock = new ReadWriteLock(failing, path + "/rw");
            ReadWriteLock other = new ReadWriteLock(steady, path + "/rw");
            Lock.Held theirs = get(other.read().acquireAsync());
            Lock.Held ours = get(lock.read().acquireAsync());
            CompletableFuture<Lock.Held> write = lock.write().acquireAsync();
            get(ours.releaseAsync());
            assertThat(write).isNotDone();
            get(theirs.releaseAsync());
            get(get(write).releaseAsync());
            assertThat(children(path + "/rw")).isEmpty();
        });
    }

    @Test
    void anElectionSurvivesCutsAndSessions() throws Exception {
        Scenario scenario = (failing, path, proxy) -> {
            Events events = new Events();
            LeaderElection election =
                    LeaderElection.stand(failing, path + "/election", "me", new LeaderElection.Listener() {
                        @Override
                        public void onElected(long token) {
                            events.note("elected");
                        }

                        @Override
                        public void onDeposed() {
                            events.note("deposed");
                        }
                    });
            events.await("elected");
            Eventually.eventually(SOON, () -> {
                assertThat(election.isLeader()).isTrue();
                assertThat(LeaderElection.leaderOf(steady, path + "/election").join())
                        .contains("me");
                assertThat(children(path + "/election")).hasSize(1);
            });
            get(failing.sync("/").handle((done, failure) -> null));
            Eventually.eventually(SOON, () -> assertThat(election.isLeader()).isTrue());
            get(election.closeAsync());
            Eventually.eventually(
                    SOON, () -> assertThat(children(path + "/election")).isEmpty());
        };
        cutAtEveryStep(scenario);
        killAtEveryStep(true, scenario);
    }

    @Test
    void aMemberSurvivesCutsAndSessions() throws Exception {
        Scenario scenario = (failing, path, proxy) -> {
            GroupMembership group = GroupMembership.follow(steady, path + "/group");
            GroupMembership.Member member = GroupMembership.join(failing, path + "/group", "me", bytes("1"));
            get(member.joined());
            succeeds(member.update(bytes("2")));
            Eventually.eventually(
                    SOON, () -> assertThat(group.members().get("me")).isEqualTo(bytes("2")));
            Eventually.eventually(
                    SOON,
                    () -> assertThat(steady.exists(path + "/group/me")
                                    .join()
                                    .orElseThrow()
                                    .ephemeralOwner())
                            .isEqualTo(failing.session().orElseThrow().id()));
            succeeds(member.leave());
            Eventually.eventually(SOON, () -> assertThat(group.members()).isEmpty());
            group.close();
        };
        cutAtEveryStep(scenario);
        killAtEveryStep(true, scenario);
    }

    @Test
    void aFollowerSurvivesCutsAndSessions() throws Exception {
        Scenario scenario = (failing, path, proxy) -> {
            steady.create(NewNode.persistent(path + "/tree")).join();
            TreeCache cache = TreeCache.follow(failing, path + "/tree");
            ConfigNode config = ConfigNode.follow(failing, path + "/tree/config");
            steady.create(NewNode.persistent(path + "/tree/config").data("0")).join();
            get(cache.ready());
            get(config.ready());
            for (int i = 1; i <= 3; i++) {
                steady.setData(path + "/tree/config", bytes("" + i), Client.ANY_VERSION)
                        .join();
                steady.create(NewNode.persistent(path + "/tree/" + i)).join();
                failing.sync("/").exceptionally(e -> null).join();
            }
            Eventually.eventually(SOON, () -> {
                assertThat(config.current()).map(NodeData::text).contains("3");
                assertThat(cache.snapshot().children(path + "/tree")).containsExactly("1", "2", "3", "config");
                assertThat(cache.snapshot().get(path + "/tree/config"))
                        .map(NodeData::text)
                        .contains("3");
            });
            config.close();
            cache.close();
        };
        cutAtEveryStep(scenario);
        killAtEveryStep(true, scenario);
    }

    @Test
    void aChangeOfConfigurationIsMadeOnce() throws Exception {
        cutAtEveryStep((failing, path, proxy) -> {
            ConfigNode config = ConfigNode.follow(failing, path + "/deep/config");
            get(config.ready());
            for (int i = 0; i < 3; i++) {
                append(config, path + "/deep/config", i);
            }
            steady.sync("/").join();
            assertThat(steady.getData(path + "/deep/config").join().text()).isEqualTo("xxx");
            config.close();
        });
    }

    /** To a value of that length, and once: where the recipe cannot tell, we look, for nobody else writes here. */
    private void append(ConfigNode config, String path, int length) throws Exception {
        try {
            get(config.update(old -> bytes((old == null ? "" : new String(old, StandardCharsets.UTF_8)) + "x")));
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(MayHaveHappenedException.class);
            steady.sync("/").join();
            if (steady.getData(path).join().text().length() == length) {
                append(config, path, length);
            }
        }
    }

    /** A change for good, and how often it was made. */
    private record Change(Making making, Truth truth) {
        interface Making {
            CompletableFuture<?> begin(Client failing, String path);
        }

        interface Truth {
            int timesMade(String path) throws Exception;
        }
    }

    private List<Change> changes() {
        return List.of(
                new Change(
                        (failing, path) -> new Counter(failing, path + "/counter").add(1),
                        path -> get(new Counter(steady, path + "/counter").get())
                                .intValue()),
                new Change(
                        (failing, path) -> new Queue(failing, path + "/queue").put(bytes("job")),
                        path -> children(path + "/queue/items").size()),
                new Change(
                        (failing, path) -> ConfigNode.follow(failing, path + "/config")
                                .update(old ->
                                        bytes((old == null ? "" : new String(old, StandardCharsets.UTF_8)) + "x")),
                        path -> steady.exists(path + "/config").join().isEmpty()
                                ? 0
                                : steady.getData(path + "/config").join().text().length()),
                new Change(
                        (failing, path) -> new Barrier(failing, path + "/barrier").raise(),
                        path -> children(path).contains("barrier") ? 1 : 0));
    }

    @Test
    void whetherAChangeWasMadeIsSaidByTypeWhenTheAnswerAndTheSessionAreLost() throws Exception {
        for (Change change : changes()) {
            atEveryStep(step -> runOnce(
                    builder -> builder,
                    (failing, path, proxy) -> {
                        CompletableFuture<?> result = change.making().begin(failing, path);
                        Eventually.eventually(
                                SOON,
                                () -> assertThat(result.isDone() || proxy.hasActed())
                                        .isTrue());
                        if (!result.isDone()) {
                            kill(failing);
                            proxy.refuse(false);
                        }
                        judge(change, result, path);
                    },
                    "answer to request " + step + " lost with the session",
                    (client, proxy) -> {
                        proxy.refuse(true);
                        proxy.cutAfterRequest(step);
                    }));
        }
    }

    private void judge(Change change, CompletableFuture<?> result, String path) throws Exception {
        Throwable failure = null;
        try {
            get(result);
        } catch (ExecutionException e) {
            failure = e.getCause();
        }
        steady.sync("/").join();
        int times = change.truth().timesMade(path);
        if (failure == null) {
            assertThat(times).isEqualTo(1);
        } else if (failure instanceof DidNotHappenException) {
            assertThat(times).isZero();
        } else {
            assertThat(failure).isInstanceOf(MayHaveHappenedException.class);
            assertThat(times).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aCounterCountsOnce() throws Exception {
        cutAtEveryStep((failing, path, proxy) -> {
            Counter counter = new Counter(failing, path + "/deep/counter");
            Counter other = new Counter(steady, path + "/deep/counter");
            for (int i = 0; i < 3; i++) {
                CompletableFuture<Long> ours = counter.add(1);
                get(other.add(10));
                get(ours);
            }
            steady.sync("/").join();
            assertThat(get(other.get())).isEqualTo(33);
        });
    }

    @Test
    void aQueueLosesAndRepeatsNothing() throws Exception {
        cutAtEveryStep((failing, path, proxy) -> {
            Queue queue = new Queue(failing, path + "/queue");
            get(queue.put(bytes("a")));
            get(queue.put(bytes("b")));
            assertThat(children(path + "/queue/items")).hasSize(2);
            Queue.Item first = get(queue.take());
            assertThat(first.data()).isEqualTo(bytes("a"));
            Queue.Item second = get(queue.take());
            assertThat(second.data()).isEqualTo(bytes("b"));
            get(first.done());
            get(second.done());
            assertThat(children(path + "/queue/items")).isEmpty();
            assertThat(children(path + "/queue/claims")).isEmpty();
        });
    }

    @Test
    void anItemComesToAnotherWhenASessionEnds() throws Exception {
        killAtEveryStep(false, (failing, path, proxy) -> {
            Queue steadily = new Queue(steady, path + "/queue");
            get(steadily.put(bytes("a")));
            CompletableFuture<Queue.Item> taken = new Queue(failing, path + "/queue").take();
            boolean finished = succeeds(taken) && succeeds(taken.join().done());
            if (finished) {
                assertThat(children(path + "/queue/items")).isEmpty();
            } else if (!children(path + "/queue/items").isEmpty()) {
                get(get(steadily.take()).done());
            }
        });
    }

    @Test
    void namesStayUnique() throws Exception {
        cutAtEveryStep((failing, path, proxy) -> {
            SequentialName names = new SequentialName(failing, path + "/names", "n-");
            Set<Object> all = new HashSet<>();
            all.add(get(names.next()));
            all.add(get(names.nextId()));
            all.add(get(names.next()));
            all.add(get(names.nextId()));
            assertThat(all).hasSize(4);
        });
    }

    @Test
    void barriersSurviveCuts() throws Exception {
        cutAtEveryStep((failing, path, proxy) -> {
            Barrier barrier = new Barrier(failing, path + "/barrier");
            get(barrier.raise());
            CompletableFuture<Void> passed = barrier.passed();
            get(new Barrier(steady, path + "/barrier").lower());
            get(passed);
            DoubleBarrier ours = new DoubleBarrier(failing, path + "/double", "a", 2);
            DoubleBarrier theirs = new DoubleBarrier(steady, path + "/double", "b", 2);
            CompletableFuture<Void> entered = ours.enter();
            get(theirs.enter());
            get(entered);
            CompletableFuture<Void> left = ours.leave();
            get(theirs.leave());
            get(left);
        });
    }

    @Test
    void aServiceSurvivesCutsAndSessions() throws Exception {
        Scenario scenario = (failing, path, proxy) -> {
            ServiceDiscovery.Service service =
                    new ServiceDiscovery(steady, path + "/services").follow("web", Balancer.random());
            ServiceDiscovery.Registration registration = new ServiceDiscovery(failing, path + "/services")
                    .register("web", new ServiceInstance("a", "localhost", 80));
            get(registration.registered());
            succeeds(registration.reportLoad(3));
            Eventually.eventually(
                    SOON,
                    () -> assertThat(service.choose())
                            .map(ServiceInstance::load)
                            .contains(3L));
            succeeds(registration.withdraw());
            Eventually.eventually(SOON, () -> assertThat(service.instances()).isEmpty());
            service.close();
        };
        cutAtEveryStep(scenario);
        killAtEveryStep(true, scenario);
    }
}
