package io.paddock.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.recipes.FakeClient.Fate;
import io.paddock.common.OpCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What recipes say of a write whose answer was lost. */
class LostAnswersTest {

    private static final Set<String> WRITES = Set.of("create", "setData", "delete", "commit");

    private FakeService service;
    private FakeClient other;

    @BeforeEach
    void begin() {
        service = new FakeService();
        other = service.open();
    }

    /** Everything that changes something for good, and what it changes. */
    private static final Map<String, Function<Client, CompletableFuture<?>>> CHANGES = Map.of(
            "/counter", client -> new Counter(client, "/counter").add(1),
            "/new-counter", client -> new Counter(client, "/new-counter").add(1),
            "/queue", client -> new Queue(client, "/queue").put(bytes("job")),
            "/config", client -> unfollowed(client, "/config").update(old -> bytes("2")),
            "/new-config", client -> unfollowed(client, "/new-config").update(old -> bytes("2")),
            "/new-barrier", client -> new Barrier(client, "/new-barrier").raise(),
            "/barrier", client -> new Barrier(client, "/barrier").lower());

    private static ConfigNode unfollowed(Client client, String path) {
        return new ConfigNode(client, path);
    }

    private FakeClient prepared() throws Exception {
        for (String path : List.of("/queue", "/queue/items", "/barrier", "/config")) {
            get(other.client().create(NewNode.persistent(path)));
        }
        get(other.client().create(NewNode.persistent("/counter").data("5")));
        return service.open();
    }

    /** The answer to the first write is lost, and this is the fate of everything after it. */
    private static void loseAnswer(FakeClient client, Fate fate, Fate then) {
        AtomicInteger writes = new AtomicInteger();
        client.plan((operation, path) -> {
            boolean write = WRITES.contains(operation);
            return writes.get() == 0 ? (write && writes.incrementAndGet() == 1 ? fate : Fate.ANSWERED) : then;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCONNECTED", "THROTTLED", "EXPIRED"})
    void aChangeThatMayHaveHappenedIsNeverSaidNotToHave(Fate then) throws Exception {
        for (Map.Entry<String, Function<Client, CompletableFuture<?>>> change : CHANGES.entrySet()) {
            begin();
            FakeClient client = prepared();
            loseAnswer(client, Fate.LOST_AFTER, then);
            CompletableFuture<?> result = change.getValue().apply(client.client());
            assertThatThrownBy(() -> get(result))
                    .as(change.getKey())
                    .cause()
                    .isInstanceOfSatisfying(
                            MayHaveHappenedException.class,
                            e -> assertThat(e.path()).startsWith(change.getKey()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCONNECTED", "THROTTLED", "EXPIRED"})
    void aChangeThatNeverLeftIsSaidNotToHaveHappened(Fate fate) throws Exception {
        for (Map.Entry<String, Function<Client, CompletableFuture<?>>> change : CHANGES.entrySet()) {
            begin();
            FakeClient client = prepared();
            client.plan((operation, path) -> fate);
            CompletableFuture<?> result = change.getValue().apply(client.client());
            assertThatThrownBy(() -> get(result)).as(change.getKey()).hasCauseInstanceOf(DidNotHappenException.class);
        }
    }

    @Test
    void anItemWhoseEndMayHaveHappenedIsNotSaidToBeThere() throws Exception {
        FakeClient client = prepared();
        Queue queue = new Queue(client.client(), "/queue");
        get(queue.put(bytes("job")));
        Queue.Item item = get(queue.take());
        loseAnswer(client, Fate.LOST_AFTER, Fate.EXPIRED);
        assertThatThrownBy(() -> get(item.done())).hasCauseInstanceOf(MayHaveHappenedException.class);
    }

    @Test
    void anAnswerThatIsLostOnceChangesNothing() throws Exception {
        for (Fate fate : Set.of(Fate.LOST_BEFORE, Fate.LOST_AFTER)) {
            FakeService fresh = new FakeService();
            FakeClient client = fresh.open();
            Queue queue = new Queue(client.client(), "/queue");
            client.planNext("create", fate);
            get(queue.put(bytes("job")));
            assertThat(fresh.names("/queue/items")).hasSize(1);
            Queue.Item first = get(queue.take());
            get(first.release());
            client.planNext("commit", fate);
            Queue.Item item = get(queue.take());
            assertThat(fresh.names("/queue/claims")).hasSize(1);
            client.planNext("commit", fate);
            get(item.done());
            assertThat(fresh.names("/queue/items")).isEmpty();
            Counter counter = new Counter(client.client(), "/counter");
            get(counter.add(1));
            client.planNext("setData", fate);
            assertThat(get(counter.add(1))).isEqualTo(2);
            assertThat(get(counter.get())).isEqualTo(2);
        }
    }

    @Test
    void twoTakersOfOneClientNeverHaveTheSameItem() throws Exception {
        FakeClient client = prepared();
        Queue queue = new Queue(client.client(), "/queue");
        get(queue.put(bytes("job")));
        CompletableFuture<Queue.Item> second = new CompletableFuture<>();
        // The first taker's claim is lost on the way; before it finds out, another of the same session has the item.
        client.plan((operation, path) -> {
            if (operation.equals("commit")) {
                client.plan((next, where) -> Fate.ANSWERED);
                queue.take().thenAccept(second::complete);
                return Fate.LOST_BEFORE;
            }
            return Fate.ANSWERED;
        });
        CompletableFuture<Queue.Item> first = queue.take();
        assertThat(second).isDone();
        assertThat(first).isNotDone();
    }

    @Test
    void anEqualValueOfSomebodyElseIsNotTakenForOurs() throws Exception {
        FakeClient client = prepared();
        get(other.client().setData("/config", bytes("10"), Client.ANY_VERSION));
        client.plan((operation, path) -> {
            if (operation.equals("setData")) {
                client.plan((next, where) -> Fate.ANSWERED);
                other.client().setData("/config", bytes("20"), Client.ANY_VERSION);
                return Fate.LOST_BEFORE;
            }
            return Fate.ANSWERED;
        });
        CompletableFuture<?> update = unfollowed(client.client(), "/config")
                .update(old -> bytes("" + (Integer.parseInt(new String(old, StandardCharsets.UTF_8)) + 10)));
        assertThatThrownBy(() -> get(update)).hasCauseInstanceOf(MayHaveHappenedException.class);
    }

    @Test
    void theSearchForAZnodeNeverGoesOutWithoutItsSync() throws Exception {
        FakeClient client = prepared();
        AtomicInteger step = new AtomicInteger();
        client.plan((operation, path) -> switch (operation) {
            case "create" -> step.getAndIncrement() == 0 ? Fate.LOST_AFTER : Fate.ANSWERED;
            case "sync" -> step.getAndIncrement() == 1 ? Fate.LOST_BEFORE : Fate.ANSWERED;
            default -> Fate.ANSWERED;
        });
        get(new Queue(client.client(), "/queue").put(bytes("job")));
        assertThat(client.requests().stream().map(request -> request.split(" ")[0]))
                .containsExactly("create", "sync", "sync", "getChildren", "exists");
        assertThat(service.names("/queue/items")).hasSize(1);
    }

    @Test
    void aLockWhoseAnswerWasLostIsFoundHoweverLongTheConnectionIsAway() throws Exception {
        FakeClient client = prepared();
        AtomicInteger requests = new AtomicInteger();
        client.plan((operation, path) -> {
            int number = requests.getAndIncrement();
            return number == 0
                    ? Fate.LOST_AFTER
                    : number < 4 ? Fate.UNCONNECTED : number < 6 ? Fate.THROTTLED : Fate.ANSWERED;
        });
        Lock.Held held = get(new Lock(client.client(), "/queue").acquireAsync());
        assertThat(service.names("/queue")).hasSize(2);
        get(held.releaseAsync());
        assertThat(service.names("/queue")).containsExactly("items");
    }

    @Test
    void aFailureSaysWhatWasAsked() throws Exception {
        FakeClient client = prepared();
        loseAnswer(client, Fate.LOST_AFTER, Fate.UNCONNECTED);
        assertThatThrownBy(() -> get(new Counter(client.client(), "/counter").add(1)))
                .cause()
                .isInstanceOfSatisfying(ClientException.class, e -> {
                    assertThat(e.operation()).isEqualTo(OpCode.SET_DATA);
                    assertThat(e).hasMessageContaining("the answer was lost").hasMessageContaining("no connection");
                });
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
