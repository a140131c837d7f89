package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.AccessList;
import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.RefusedException;
import io.paddock.client.Transaction;
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
import io.paddock.common.Acl;
import io.paddock.testsupport.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recipes while nothing fails, with several clients. */
class RecipesTest extends ClientSuite {

    private static final int ROUNDS = 40;

    private Client one;
    private Client two;
    private BlockingClient plain;
    private String base;

    @BeforeEach
    void makePlace() throws Exception {
        one = client().async();
        two = client().async();
        plain = client();
        base = plain.create(NewNode.persistent("/r").sequential()).path();
        one.sync("/").join();
        two.sync("/").join();
    }

    @Test
    void aLockHasOneHolderAtATimeInTheOrderOfAsking() throws Exception {
        Lock lock = new Lock(one, base + "/locks/l");
        Lock other = new Lock(two, base + "/locks/l");
        Lock.Held first = lock.acquire();
        assertThat(first.isHeld()).isTrue();
        List<String> order = new ArrayList<>();
        List<CompletableFuture<Lock.Held>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            CompletableFuture<Lock.Held> next = (i % 2 == 0 ? lock : other).acquireAsync();
            awaitChildren(base + "/locks/l", i + 2);
            waiting.add(next.whenComplete((held, failure) -> order.add("" + number)));
        }
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        long token = first.token();
        first.close();
        for (CompletableFuture<Lock.Held> next : waiting) {
            Lock.Held held = next.get(30, TimeUnit.SECONDS);
            assertThat(held.token()).isGreaterThan(token);
            token = held.token();
            assertThat(waiting).filteredOn(CompletableFuture::isDone).hasSize(waiting.indexOf(next) + 1);
            held.close();
            assertThat(held.isHeld()).isFalse();
            assertThat(held.lost()).isNotDone();
        }
        assertThat(order).containsExactly("0", "1", "2", "3", "4");
        awaitChildren(base + "/locks/l", 0);
    }

    @Test
    void whoDoesNotWaitAnyLongerLeavesTheLine() throws Exception {
        Lock.Held held = new Lock(one, base + "/l").acquire();
        Lock other = new Lock(two, base + "/l");
        assertThat(other.tryAcquire(Duration.ofMillis(200))).isEmpty();
        CompletableFuture<Lock.Held> cancelled = other.acquireAsync();
        cancelled.cancel(false);
        awaitChildren(base + "/l", 1);
        held.close();
        assertThat(other.tryAcquire(SOON)).isPresent().get().satisfies(Lock.Held::close);
    }

    @Test
    void aLockIsLostWithItsSessionOrItsZnode() throws Exception {
        Lock.Held held = new Lock(one, base + "/l").acquire();
        plain.delete(base + "/l/" + plain.getChildren(base + "/l").names().get(0), Client.ANY_VERSION);
        held.lost().get(30, TimeUnit.SECONDS);
        assertThat(held.isHeld()).isFalse();
        Lock.Held again = new Lock(one, base + "/l").acquire();
        CompletableFuture<Lock.Held> waiting = new Lock(one, base + "/l").acquireAsync();
        awaitChildren(base + "/l", 2);
        SessionTest.kill(one);
        again.lost().get(30, TimeUnit.SECONDS);
        assertThatThrownBy(() -> two.blocking().await(waiting)).isInstanceOf(DidNotHappenException.class);
        new Lock(two, base + "/l").acquire().close();
    }

    @Test
    void readersShareAndWritersDoNot() throws Exception {
        ReadWriteLock lock = new ReadWriteLock(one, base + "/rw");
        ReadWriteLock other = new ReadWriteLock(two, base + "/rw");
        Lock.Held reader = lock.read().acquire();
        Lock.Held second = other.read().acquire();
        CompletableFuture<Lock.Held> writer = other.write().acquireAsync();
        awaitChildren(base + "/rw", 3);
        CompletableFuture<Lock.Held> late = lock.read().acquireAsync();
        awaitChildren(base + "/rw", 4);
        reader.close();
        assertThat(writer).isNotDone();
        second.close();
        Lock.Held writing = writer.get(30, TimeUnit.SECONDS);
        assertThat(late).isNotDone();
        writing.close();
        late.get(30, TimeUnit.SECONDS).close();
    }

    @Test
    void leadershipPassesOn() throws Exception {
        Events events = new Events();
        LeaderElection first = stand(one, "first", events);
        events.await("first leads");
        LeaderElection second = stand(two, "second", events);
        awaitChildren(base + "/election", 2);
        assertThat(first.isLeader()).isTrue();
        assertThat(second.isLeader()).isFalse();
        assertThat(second.leader().get(30, TimeUnit.SECONDS)).contains("first");
        SessionTest.kill(one);
        assertThat(events.next(2))
                .as("the one is told by a client, the other by another one")
                .containsExactlyInAnyOrder("second leads", "first deposed");
        assertThat(first.isLeader()).isFalse();
        second.close();
        assertThat(LeaderElection.leaderOf(plain.async(), base + "/election").join())
                .isEmpty();
        assertThat(events.soFar()).isEmpty();
    }

    private LeaderElection stand(Client client, String name, Events events) {
        return LeaderElection.stand(client, base + "/election", name, new LeaderElection.Listener() {
            @Override
            public void onElected(long token) {
                events.note(name + " leads");
            }

            @Override
            public void onDeposed() {
                events.note(name + " deposed");
            }
        });
    }

    @Test
    void membersComeChangeAndGo() throws Exception {
        GroupMembership group = GroupMembership.follow(one, base + "/group");
        Events events = new Events();
        group.addListener(members -> events.note(text(members)));
        assertThat(group.ready().get(30, TimeUnit.SECONDS).members()).isEmpty();
        GroupMembership.Member a = GroupMembership.join(two, base + "/group", "a", bytes("1"));
        assertThat(events.next()).isEqualTo("a=1");
        group.join("b", bytes("2"));
        assertThat(events.next()).isEqualTo("a=1 b=2");
        a.update(bytes("3"));
        assertThat(events.next()).isEqualTo("a=3 b=2");
        plain.delete(base + "/group/a", Client.ANY_VERSION);
        events.await("a=3 b=2");
        a.leave();
        events.await("b=2");
        group.close();
    }

    @Test
    void dataThatChangesWhileAMemberJoinsIsShown() throws Exception {
        for (int i = 0; i < 20; i++) {
            GroupMembership.Member member = GroupMembership.join(one, base + "/group", "m" + i, bytes("old"));
            member.update(bytes("new"));
            String path = base + "/group/m" + i;
            member.joined().get(30, TimeUnit.SECONDS);
            Eventually.eventually(
                    SOON, () -> assertThat(plain.getData(path).text()).isEqualTo("new"));
        }
    }

    @Test
    void aTakenNameIsJoinedWhenItIsFree() throws Exception {
        GroupMembership.Member first = GroupMembership.join(one, base + "/group", "a", bytes("1"));
        first.joined().get(30, TimeUnit.SECONDS);
        GroupMembership.Member second = GroupMembership.join(two, base + "/group", "a", bytes("2"));
        two.sync("/").join();
        assertThat(second.joined()).isNotDone();
        first.leave();
        second.joined().get(30, TimeUnit.SECONDS);
        assertThat(plain.getData(base + "/group/a").text()).isEqualTo("2");
    }

    @Test
    void configurationIsFollowedAndChangedWithoutLoss() throws Exception {
        ConfigNode node = ConfigNode.follow(one, base + "/deep/config");
        Events events = new Events();
        node.addListener(value -> events.note(value.map(NodeData::text).orElse("none")));
        assertThat(node.ready().get(30, TimeUnit.SECONDS).current()).isEmpty();
        ConfigNode other = ConfigNode.follow(two, base + "/deep/config");
        List<CompletableFuture<?>> updates = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            updates.add((i % 2 == 0 ? node : other).update(old -> bytes((old == null ? "" : text(old)) + "x")));
        }
        CompletableFuture.allOf(updates.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        events.await("x".repeat(20));
        assertThat(node.current()).isPresent();
        plain.delete(base + "/deep/config", Client.ANY_VERSION);
        events.await("none");
        node.close();
        other.close();
    }

    @Test
    void aTreeCacheNeverShowsATransactionHalfDone() throws Exception {
        plain.create(NewNode.persistent(base + "/tree"));
        plain.create(NewNode.persistent(base + "/tree/a").data("0"));
        plain.create(NewNode.persistent(base + "/tree/b").data("0"));
        one.sync("/").join();
        TreeCache cache = TreeCache.follow(one, base + "/tree");
        cache.ready().get(30, TimeUnit.SECONDS);
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        cache.addListener((now, changes) ->
                seen.add(now.get(base + "/tree/a").orElseThrow().text() + "/"
                        + now.get(base + "/tree/b").orElseThrow().text()));
        for (int i = 1; i <= 100; i++) {
            Transaction both = new Transaction();
            both.setData(base + "/tree/a", bytes("" + i), Client.ANY_VERSION);
            both.setData(base + "/tree/b", bytes("" + i), Client.ANY_VERSION);
            plain.commit(both);
        }
        Eventually.eventually(SOON, () -> assertThat(seen).contains("100/100"));
        assertThat(seen).allSatisfy(pair -> assertThat(pair.split("/")[0]).isEqualTo(pair.split("/")[1]));
        cache.close();
    }

    @Test
    void aTreeCacheFollowsWhatComesAndGoes() throws Exception {
        TreeCache cache = TreeCache.follow(one, base + "/tree");
        Events events = new Events();
        cache.addListener((now, changes) -> changes.forEach(change ->
                events.note((change.before() == null ? "+" : change.after() == null ? "-" : "*") + change.path())));
        cache.ready().get(30, TimeUnit.SECONDS);
        for (String path : List.of("", "/a", "/a/b", "/a-b", "/a/b/c", "/b")) {
            plain.create(NewNode.persistent(base + "/tree" + path));
        }
        events.await("+" + base + "/tree/b");
        assertThat(cache.snapshot().children(base + "/tree")).containsExactly("a", "a-b", "b");
        assertThat(cache.snapshot().children(base + "/tree/a")).containsExactly("b");
        assertThat(cache.snapshot().children(base + "/tree/b")).isEmpty();
        plain.setData(base + "/tree/b", bytes("x"), Client.ANY_VERSION);
        events.await("*" + base + "/tree/b");
        plain.delete(base + "/tree/b", Client.ANY_VERSION);
        events.await("-" + base + "/tree/b");
        TreeCache second = TreeCache.follow(two, base + "/tree");
        two.sync("/").join();
        assertThat(second.ready().get(30, TimeUnit.SECONDS).snapshot().nodes())
                .containsOnlyKeys(cache.snapshot().nodes().keySet());
        cache.close();
        second.close();
    }

    @Test
    void aLargeTreeIsLoadedInPortions() throws Exception {
        plain.create(NewNode.persistent(base + "/tree"));
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            writes.add(
                    plain.async().create(NewNode.persistent(base + "/tree/" + i).data(new byte[1000])));
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        Client narrow = opened(builder().replyBytesMax(50_000));
        narrow.sync("/").join();
        TreeCache cache = TreeCache.follow(narrow, base + "/tree");
        cache.ready().get(30, TimeUnit.SECONDS);
        assertThat(cache.snapshot().nodes()).hasSize(1001);
        cache.close();
    }

    @Test
    void namesAndNumbersAreUnique() {
        SequentialName names = new SequentialName(one, base + "/names", "job-");
        SequentialName same = new SequentialName(two, base + "/names", "job-");
        Set<Object> all = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            all.add(names.next().join());
            all.add(same.next().join());
            all.add(names.nextId().join());
            all.add(same.nextId().join());
        }
        assertThat(all).hasSize(80);
        assertThat(names.next().join()).matches("job-\\d{10}");
    }

    @Test
    void aBarrierHoldsUntilItIsLowered() throws Exception {
        Barrier barrier = new Barrier(one, base + "/barrier");
        Barrier same = new Barrier(two, base + "/barrier");
        assertThat(same.await(SOON)).isTrue();
        barrier.raise().join();
        two.sync("/").join();
        CompletableFuture<Void> passed = same.passed();
        assertThat(same.await(Duration.ofMillis(100))).isFalse();
        assertThat(passed).isNotDone();
        barrier.lower().join();
        passed.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aDoubleBarrierLetsAllBeginAndEndTogether() throws Exception {
        for (int round = 0; round < 3; round++) {
            DoubleBarrier a = new DoubleBarrier(one, base + "/double", "a", 2);
            DoubleBarrier b = new DoubleBarrier(two, base + "/double", "b", 2);
            CompletableFuture<Void> entered = a.enter();
            awaitChildren(base + "/double", 1);
            assertThat(entered).isNotDone();
            b.enter().get(30, TimeUnit.SECONDS);
            entered.get(30, TimeUnit.SECONDS);
            CompletableFuture<Void> left = b.leave();
            two.sync("/").join();
            assertThat(left).isNotDone();
            a.leave().get(30, TimeUnit.SECONDS);
            left.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aDoubleBarrierHoldsRoundAfterRound() throws Exception {
        AtomicInteger began = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        CompletableFuture<Void> a = rounds(new DoubleBarrier(one, base + "/rounds", "a", 2), 0, began, ended);
        CompletableFuture<Void> b = rounds(new DoubleBarrier(two, base + "/rounds", "b", 2), 0, began, ended);
        a.get(60, TimeUnit.SECONDS);
        b.get(60, TimeUnit.SECONDS);
        assertThat(ended).hasValue(2 * ROUNDS);
    }

    /** Nobody begins a round before both have begun the one before, nor ends one before both have begun it. */
    private static CompletableFuture<Void> rounds(
            DoubleBarrier barrier, int done, AtomicInteger began, AtomicInteger ended) {
        if (done == ROUNDS) {
            return CompletableFuture.completedFuture(null);
        }
        began.incrementAndGet();
        return barrier.enter()
                .thenCompose(all -> {
                    assertThat(began.get()).isGreaterThanOrEqualTo(2 * (done + 1));
                    ended.incrementAndGet();
                    return barrier.leave();
                })
                .thenCompose(all -> {
                    assertThat(ended.get()).isGreaterThanOrEqualTo(2 * (done + 1));
                    return rounds(barrier, done + 1, began, ended);
                });
    }

    @Test
    void recipesMakeTheirChrootButNothingAboveIt() throws Exception {
        Client below = opened(Client.builder(server.connectString() + base + "/chroot"));
        below.blocking().await(new Lock(below, "/locks/a").acquireAsync()).close();
        assertThat(plain.getChildren(base + "/chroot").names()).containsExactly("locks");
        Client nowhere = opened(Client.builder(server.connectString() + base + "/missing/chroot"));
        assertThatThrownBy(() -> new Lock(nowhere, "/locks/a").acquire()).isInstanceOf(RefusedException.NoNode.class);
        assertThatThrownBy(() -> nowhere.blocking().await(new Queue(nowhere, "/queue").put(bytes("job"))))
                .isInstanceOf(RefusedException.NoNode.class);
    }

    @Test
    void whatIsTooLargeForServersIsRefusedAtOnce() {
        byte[] large = new byte[2_000_000];
        for (CompletableFuture<?> refused : List.of(
                new Queue(one, base + "/queue").put(large),
                GroupMembership.join(one, base + "/group", "a", large).joined(),
                ConfigNode.follow(one, base + "/config").update(old -> large))) {
            assertThatThrownBy(() -> two.blocking().await(refused)).isInstanceOf(DidNotHappenException.class);
        }
    }

    @Test
    void aRefusedCandidateIsToldSo() throws Exception {
        plain.create(NewNode.persistent(base + "/guarded")
                .acl(AccessList.empty().anyone(Acl.READ).toList()));
        CompletableFuture<ClientException> refused = new CompletableFuture<>();
        LeaderElection election = LeaderElection.stand(one, base + "/guarded", "me", new LeaderElection.Listener() {
            @Override
            public void onElected(long token) {}

            @Override
            public void onDeposed() {}

            @Override
            public void onRefused(ClientException why) {
                refused.complete(why);
            }
        });
        assertThat(refused.get(30, TimeUnit.SECONDS)).isInstanceOf(RefusedException.NoAuth.class);
        election.close();
    }

    @Test
    void aLockIsNotTakenInACallbackThatWouldWaitForIt() throws Exception {
        Lock lock = new Lock(one, base + "/l");
        CompletableFuture<Lock.Held> held = inCallback(one, lock::acquire);
        assertThatThrownBy(() -> held.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
        one.sync("/").join();
        assertThat(plain.exists(base + "/l")).isEmpty();
    }

    @Test
    void aCounterCountsEveryChangeOnce() throws Exception {
        Counter counter = new Counter(one, base + "/deep/counter");
        Counter same = new Counter(two, base + "/deep/counter");
        assertThat(counter.get().join()).isZero();
        List<CompletableFuture<Long>> adds = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            adds.add((i % 2 == 0 ? counter : same).add(2));
        }
        Set<Long> values = new HashSet<>();
        for (CompletableFuture<Long> add : adds) {
            values.add(add.get(30, TimeUnit.SECONDS));
        }
        one.sync("/").join();
        assertThat(counter.get().join()).isEqualTo(100);
        assertThat(values).hasSize(50).contains(100L);
        assertThat(counter.add(-100).join()).isZero();
    }

    @Test
    void aQueueGivesEachItemToOneInTheOrderOfPutting() throws Exception {
        Queue queue = new Queue(one, base + "/queue");
        Queue same = new Queue(two, base + "/queue");
        CompletableFuture<Queue.Item> early = same.take();
        for (int i = 0; i < 6; i++) {
            queue.put(bytes("" + i)).join();
        }
        Queue.Item first = early.get(30, TimeUnit.SECONDS);
        assertThat(text(first.data())).isEqualTo("0");
        Queue.Item second = queue.take().get(30, TimeUnit.SECONDS);
        assertThat(text(second.data())).isEqualTo("1");
        second.release().join();
        assertThat(text(queue.take().get(30, TimeUnit.SECONDS).data())).isEqualTo("1");
        first.done().join();
        assertThatThrownBy(() -> plain.await(first.done())).isInstanceOf(RefusedException.class);
        for (int i = 2; i < 6; i++) {
            Queue.Item item = same.take().get(30, TimeUnit.SECONDS);
            assertThat(text(item.data())).isEqualTo("" + i);
            item.done().join();
        }
        two.sync("/").join();
        assertThat(same.size().join()).isEqualTo(1);
        CompletableFuture<Queue.Item> rest = same.take();
        SessionTest.kill(one);
        assertThat(text(rest.get(30, TimeUnit.SECONDS).data())).isEqualTo("1");
    }

    @Test
    void servicesAreFoundAndChosen() throws Exception {
        ServiceDiscovery registry = new ServiceDiscovery(one, base + "/services");
        ServiceDiscovery.Service service =
                new ServiceDiscovery(two, base + "/services").follow("web", Balancer.leastLoaded());
        assertThat(service.ready().get(30, TimeUnit.SECONDS).choose()).isEmpty();
        ServiceDiscovery.Registration a = registry.register("web", new ServiceInstance("a", "10.0.0.1", 80));
        ServiceDiscovery.Registration b =
                registry.register("web", new ServiceInstance("b", "::1", 81, 7, Map.of("zone", "north")));
        a.registered().get(30, TimeUnit.SECONDS);
        b.registered().get(30, TimeUnit.SECONDS);
        Eventually.eventually(SOON, () -> assertThat(service.instances()).hasSize(2));
        assertThat(service.choose()).map(ServiceInstance::id).contains("a");
        a.reportLoad(9).join();
        Eventually.eventually(
                SOON,
                () -> assertThat(service.choose()).map(ServiceInstance::id).contains("b"));
        assertThat(service.choose().orElseThrow().attributes()).containsEntry("zone", "north");
        Balancer turns = Balancer.roundRobin();
        assertThat(List.of(
                        turns.choose(service.instances()).id(),
                        turns.choose(service.instances()).id(),
                        turns.choose(service.instances()).id()))
                .containsExactly("a", "b", "a");
        b.withdraw().join();
        Eventually.eventually(SOON, () -> assertThat(service.instances()).hasSize(1));
        service.close();
    }

    @Test
    void manyClientsExcludeEachOtherUnderLoad() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger total = new AtomicInteger();
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Lock lock = new Lock(i % 2 == 0 ? one : two, base + "/busy");
            workers.add(work(lock, inside, total, 10));
        }
        CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertThat(total).hasValue(80);
    }

    private static CompletableFuture<Void> work(Lock lock, AtomicInteger inside, AtomicInteger total, int left) {
        if (left == 0) {
            return CompletableFuture.completedFuture(null);
        }
        return lock.acquireAsync().thenCompose(held -> {
            assertThat(inside.incrementAndGet()).isEqualTo(1);
            total.incrementAndGet();
            inside.decrementAndGet();
            return held.releaseAsync().thenCompose(done -> work(lock, inside, total, left - 1));
        });
    }

    private void awaitChildren(String path, int count) {
        Eventually.eventually(
                SOON,
                () -> assertThat(
                                plain.exists(path).isEmpty()
                                        ? List.of()
                                        : plain.getChildren(path).names())
                        .hasSize(count));
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    private static String text(Map<String, byte[]> members) {
        List<String> pairs = new ArrayList<>();
        members.forEach((name, data) -> pairs.add(name + "=" + text(data)));
        return String.join(" ", pairs);
    }
}
