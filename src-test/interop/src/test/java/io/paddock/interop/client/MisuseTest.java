package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.NewNode;
import io.paddock.common.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an application must not do, and what the client says then. */
class MisuseTest extends ClientSuite {

    @Test
    void waitingInACallbackIsRefusedInsteadOfForEver() throws Exception {
        BlockingClient client = client();
        List<Callable<?>> waits = List.of(
                () -> client.getData("/"),
                () -> client.async().getData("/").join(),
                () -> client.async().getData("/").thenApply(data -> data).get());
        for (Callable<?> wait : waits) {
            CompletableFuture<?> refused = inCallback(client.async(), wait);
            assertThatThrownBy(() -> refused.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("A callback of the client waits for the client");
        }
        inCallback(client.async(), Executors.callable(client.async()::close)).get(30, TimeUnit.SECONDS);
    }

    @Test
    void anotherClientMayBeWaitedForInACallback() throws Exception {
        BlockingClient client = client();
        BlockingClient other = client();
        assertThat(inCallback(client.async(), () -> other.exists("/")).get(30, TimeUnit.SECONDS))
                .isPresent();
    }

    @Test
    void aFailingCallbackDoesNotStopTheOthers() throws Exception {
        Events events = new Events();
        BlockingClient client = client();
        client.exists("/misuse", event -> {
            throw new IllegalStateException("a bug of the application");
        });
        client.exists("/misuse", events);
        client.create(NewNode.ephemeral("/misuse"));
        assertThat(events.next()).isEqualTo("CREATED /misuse");
    }

    @Test
    void tooManyRequestsAreRefusedAtOnce() throws Exception {
        Client client = opened(builder().outstandingMax(10));
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(client.exists("/"));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> null)
                .get(30, TimeUnit.SECONDS);
        assertThat(all)
                .anyMatch(CompletableFuture::isCompletedExceptionally)
                .anyMatch(f -> !f.isCompletedExceptionally());
        CompletableFuture<?> one = all.stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> client.blocking().await(one))
                .isInstanceOfSatisfying(
                        DidNotHappenException.class,
                        e -> assertThat(e.is(ErrorCode.THROTTLED_OP)).isTrue())
                .hasMessageContaining("outstandingMax");
        assertThat(client.exists("/").get(30, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void callbacksRunWhereTheApplicationWants() throws Exception {
        ExecutorService mine = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        try {
            Client client = opened(builder().callbackExecutor(mine));
            assertThat(client.exists("/")
                            .thenApply(stat -> Thread.currentThread().getName())
                            .get(30, TimeUnit.SECONDS))
                    .isEqualTo("mine");
            client.close();
            Client onLoop = opened(builder().callbackExecutor(Runnable::run));
            CompletableFuture<String> where = new CompletableFuture<>();
            onLoop.exists("/")
                    .thenRun(() -> where.complete(Thread.currentThread().getName()));
            assertThat(where.get(30, TimeUnit.SECONDS)).startsWith("paddock-client-io");
        } finally {
            mine.shutdown();
        }
    }

    @Test
    void anExecutorThatEndedBeforeItsClientLeavesNobodyWaiting() throws Exception {
        ExecutorService mine = Executors.newSingleThreadExecutor();
        Client client = opened(builder().callbackExecutor(mine));
        assertThat(client.blocking().awaitConnected(SOON)).isTrue();
        mine.shutdown();
        assertThat(client.exists("/").get(30, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void anApplicationThatHoldsItsExecutorHoldsUpNoOtherClient() throws Exception {
        BlockingClient other = client();
        String path = other.create(NewNode.persistent("/slow").sequential()).path();
        CompletableFuture<Void> held = new CompletableFuture<>();
        ExecutorService mine = Executors.newSingleThreadExecutor();
        try {
            Client slow = opened(builder().callbackExecutor(mine));
            assertThat(slow.blocking().awaitConnected(SOON)).isTrue();
            mine.execute(held::join);
            List<CompletableFuture<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 40_000; i++) {
                waiting.add(slow.exists(path));
            }
            assertThat(other.exists(path)).isPresent();
            held.complete(null);
            CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        } finally {
            held.complete(null);
            mine.shutdown();
        }
    }
}
