package io.paddock.client.recipes;

import static io.paddock.client.recipes.LostAnswersTest.bytes;
import static io.paddock.client.recipes.LostAnswersTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.ClientException;
import io.paddock.client.NewNode;
import io.paddock.client.RefusedException;
import io.paddock.client.recipes.FakeClient.Fate;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recipes that wait: what they leave behind, what they may not do, and what ends them. */
@Timeout(60)
class WaitingTest {

    private static final Duration BRIEF = Duration.ofMillis(1);

    private final FakeService service = new FakeService();
    private final FakeClient one = service.open();
    private final FakeClient two = service.open();

    @Test
    void waitingInVainLeavesNothingBehind() throws Exception {
        Lock.Held held = get(new Lock(two.client(), "/lock").acquireAsync());
        get(new Barrier(two.client(), "/barrier").raise());
        int before = one.watchers();
        for (int i = 0; i < 20; i++) {
            assertThat(new Lock(one.client(), "/lock").tryAcquire(BRIEF)).isEmpty();
            assertThat(new Barrier(one.client(), "/barrier").await(BRIEF)).isFalse();
            CompletableFuture<?> taken = new Queue(one.client(), "/queue").take();
            assertThat(taken).isNotDone();
            taken.cancel(false);
            CompletableFuture<?> entered = new DoubleBarrier(one.client(), "/double", "one", 2).enter();
            assertThat(entered).isNotDone();
            entered.cancel(false);
            GroupMembership.Member member = GroupMembership.join(one.client(), "/lock", "name", bytes(""));
            get(member.leave());
        }
        assertThat(one.watchers()).isEqualTo(before);
        assertThat(service.names("/lock")).hasSize(1);
        assertThat(service.names("/double")).isEmpty();
        get(held.releaseAsync());
    }

    @Test
    void aLimitThatNobodyCanCountIsForEver() throws Exception {
        Duration forEver = ChronoUnit.FOREVER.getDuration();
        Lock.Held held = new Lock(one.client(), "/lock").tryAcquire(forEver).orElseThrow();
        assertThat(new Barrier(one.client(), "/barrier").await(forEver)).isTrue();
        held.close();
        assertThat(service.names("/lock")).isEmpty();
        assertThat(RecipeFuture.nanos(forEver)).isPositive();
        assertThat(RecipeFuture.nanos(forEver.negated())).isZero();
    }

    @Test
    void waitingInACallbackIsRefusedBeforeAnythingHappens() throws Exception {
        get(new Lock(two.client(), "/lock").acquireAsync());
        get(new Barrier(two.client(), "/barrier").raise());
        one.inCallback(true);
        Lock lock = new Lock(one.client(), "/lock");
        List<Callable<?>> waits = List.of(
                lock::acquire,
                () -> lock.tryAcquire(BRIEF),
                () -> new Barrier(one.client(), "/barrier").await(BRIEF),
                () -> new ConfigNode(one.client(), "/config").updateAndWait(old -> bytes("1")));
        for (Callable<?> wait : waits) {
            assertThatThrownBy(wait::call).isInstanceOf(IllegalStateException.class);
        }
        assertThat(one.requests()).isEmpty();
    }

    @Test
    void futuresOfRecipesKnowMisuse() throws Exception {
        get(new Lock(two.client(), "/lock").acquireAsync());
        get(new Barrier(two.client(), "/barrier").raise());
        get(GroupMembership.join(two.client(), "/group", "name", bytes("")).joined());
        one.inCallback(true);
        List<CompletableFuture<?>> waits = List.of(
                new Lock(one.client(), "/lock").acquireAsync(),
                new Barrier(one.client(), "/barrier").passed(),
                new Queue(one.client(), "/queue").take(),
                new Queue(one.client(), "/queue").take().thenApply(item -> 1),
                new DoubleBarrier(one.client(), "/double", "one", 2).enter(),
                GroupMembership.join(one.client(), "/group", "name", bytes("")).joined());
        for (CompletableFuture<?> wait : waits) {
            assertThatThrownBy(wait::join).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(wait::get).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> get(wait)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whoCannotReachAnybodyIsToldSo() {
        one.plan((operation, path) -> Fate.UNCONNECTED);
        List<CompletableFuture<?>> all = List.of(
                new Lock(one.client(), "/lock").acquireAsync(),
                new Counter(one.client(), "/counter").get(),
                new Queue(one.client(), "/queue").take(),
                new Queue(one.client(), "/queue").size(),
                new Barrier(one.client(), "/barrier").passed(),
                new SequentialName(one.client(), "/names", "n").next(),
                new DoubleBarrier(one.client(), "/double", "one", 2).enter());
        assertThat(all).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void whatAnswersThatItsRootIsMissingIsNotAskedForEver() {
        FakeClient client = FakeService.withoutRoot().open();
        List<CompletableFuture<?>> all = List.of(
                new Lock(client.client(), "/locks/a").acquireAsync(),
                new Queue(client.client(), "/queue").put(bytes("job")),
                new Counter(client.client(), "/counters/a").add(1),
                new SequentialName(client.client(), "/names", "n").next(),
                GroupMembership.join(client.client(), "/group", "name", bytes(""))
                        .joined());
        for (CompletableFuture<?> one : all) {
            assertThatThrownBy(() -> get(one)).hasCauseInstanceOf(RefusedException.NoNode.class);
        }
    }

    @Test
    void aReleaseIsRepeatedUntilThereIsRoomForIt() throws Exception {
        Lock.Held held = get(new Lock(one.client(), "/lock").acquireAsync());
        AtomicInteger attempts = new AtomicInteger();
        one.plan((operation, path) -> attempts.getAndIncrement() < 3 ? Fate.THROTTLED : Fate.ANSWERED);
        get(held.releaseAsync());
        assertThat(service.names("/lock")).isEmpty();
    }

    @Test
    void aWaiterThatGivesUpWhenThereIsNoRoomLeavesTheLineAllTheSame() throws Exception {
        Lock.Held held = get(new Lock(two.client(), "/lock").acquireAsync());
        CompletableFuture<Lock.Held> waiting = new Lock(one.client(), "/lock").acquireAsync();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        AtomicInteger attempts = new AtomicInteger();
        one.plan((operation, path) -> {
            if (operation.equals("delete") && attempts.get() == 3) {
                gone.complete(null);
            }
            return attempts.getAndIncrement() < 3 ? Fate.THROTTLED : Fate.ANSWERED;
        });
        waiting.cancel(false);
        get(gone);
        get(held.releaseAsync());
        get(new Lock(two.client(), "/lock").acquireAsync());
    }

    @Test
    void aRefusedCandidateIsToldAndDoesNotRunInCircles() throws Exception {
        get(one.client().create(NewNode.persistent("/election")));
        service.forbid("/election", true);
        AtomicInteger refusals = new AtomicInteger();
        CompletableFuture<ClientException> refused = new CompletableFuture<>();
        CompletableFuture<Long> elected = new CompletableFuture<>();
        LeaderElection.stand(one.client(), "/election", "one", new LeaderElection.Listener() {
            @Override
            public void onElected(long token) {
                elected.complete(token);
            }

            @Override
            public void onDeposed() {}

            @Override
            public void onRefused(ClientException why) {
                refusals.incrementAndGet();
                refused.complete(why);
            }
        });
        assertThat(get(refused)).isInstanceOf(RefusedException.NoAuth.class);
        CompletableFuture<Void> enough = new CompletableFuture<>();
        AtomicInteger attempts = new AtomicInteger();
        one.plan((operation, path) -> {
            if (attempts.incrementAndGet() == 3) {
                enough.complete(null);
            }
            return Fate.ANSWERED;
        });
        long beganNs = System.nanoTime();
        get(enough);
        assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isGreaterThan(Duration.ofMillis(20));
        service.forbid("/election", false);
        get(elected);
        assertThat(refusals).hasValue(1);
    }

    @Test
    void aCandidateThatThereIsNoRoomForStandsLater() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        CompletableFuture<Long> elected = new CompletableFuture<>();
        one.plan((operation, path) -> attempts.getAndIncrement() < 3 ? Fate.THROTTLED : Fate.ANSWERED);
        LeaderElection.stand(one.client(), "/election", "one", new LeaderElection.Listener() {
            @Override
            public void onElected(long token) {
                elected.complete(token);
            }

            @Override
            public void onDeposed() {}
        });
        get(elected);
    }

    @Test
    void aMemberThatLeavesBeforeItHasJoinedIsNotAwaited() throws Exception {
        get(GroupMembership.join(two.client(), "/group", "name", bytes("")).joined());
        GroupMembership.Member waiting = GroupMembership.join(one.client(), "/group", "name", bytes(""));
        assertThat(waiting.joined()).isNotDone();
        get(waiting.leave());
        assertThat(waiting.joined()).isCancelled();
    }

    @Test
    void aDoubleBarrierIsNoneOfTheDead() throws Exception {
        DoubleBarrier mine = new DoubleBarrier(one.client(), "/double", "a", 2);
        CompletableFuture<Void> entered = mine.enter();
        get(new DoubleBarrier(two.client(), "/double", "b", 2).enter());
        get(entered);
        one.expire();
        two.expire();
        FakeClient three = service.open();
        CompletableFuture<Void> next = new DoubleBarrier(three.client(), "/double", "c", 2).enter();
        assertThat(next).isNotDone();
        get(new DoubleBarrier(service.open().client(), "/double", "d", 2).enter());
        get(next);
    }

    @Test
    void aRestartedProcessHasItsPlaceWhenItsFormerSessionEnds() throws Exception {
        CompletableFuture<Void> former = new DoubleBarrier(one.client(), "/double", "a", 2).enter();
        FakeClient restarted = service.open();
        CompletableFuture<Void> again = new DoubleBarrier(restarted.client(), "/double", "a", 2).enter();
        assertThat(again).as("the same process twice is not two").isNotDone();
        one.expire();
        assertThat(former).isCompletedExceptionally();
        get(new DoubleBarrier(two.client(), "/double", "b", 2).enter());
        get(again);
    }

    @Test
    void whoLeavesWaitsForItsOwnRoundOnly() throws Exception {
        DoubleBarrier a = new DoubleBarrier(one.client(), "/double", "a", 2);
        DoubleBarrier b = new DoubleBarrier(two.client(), "/double", "b", 2);
        CompletableFuture<Void> entered = a.enter();
        get(b.enter());
        get(entered);
        assertThatThrownBy(a::enter).isInstanceOf(IllegalStateException.class);
        CompletableFuture<Void> left = a.leave();
        assertThat(left).isNotDone();
        CompletableFuture<Void> early = a.enter();
        assertThat(early).as("the round is not over").isNotDone();
        get(b.leave());
        get(left);
        get(b.enter());
        get(early);
    }
}
