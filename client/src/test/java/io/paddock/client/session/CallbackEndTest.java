package io.paddock.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.NewNode;
import io.paddock.client.session.ScriptedServer.Connection;
import io.paddock.client.session.ScriptedServer.Request;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executors and callbacks that the application ends, loses or never lets go: nobody waits for ever. */
@Timeout(60)
class CallbackEndTest {

    private final ExecutorService mine = Executors.newSingleThreadExecutor();
    private final CountDownLatch released = new CountDownLatch(1);
    private ScriptedServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void end() throws IOException {
        released.countDown();
        mine.shutdownNow();
        server.close();
    }

    private Client open(Executor callbacks) {
        return Client.builder(server.connectString())
                .callbackExecutor(callbacks)
                .open();
    }

    @Test
    void whatAnEndedExecutorHadNotBegunIsToldElsewhere() throws Exception {
        Semaphore handedOver = new Semaphore(0);
        Client client = open(task -> {
            mine.execute(task);
            handedOver.release();
        });
        Connection connection = server.acceptSession(6000);
        client.connected().get(30, TimeUnit.SECONDS);
        CountDownLatch busy = new CountDownLatch(1);
        mine.execute(() -> {
            busy.countDown();
            awaitRelease();
        });
        busy.await();
        handedOver.drainPermits();
        CompletableFuture<?> question = client.exists("/a");
        connection.reply(connection.next().xid(), 1, ErrorCode.NO_NODE, body -> {});
        CompletableFuture<?> second = client.exists("/b");
        connection.reply(connection.next().xid(), 1, ErrorCode.NO_NODE, body -> {});
        assertThat(handedOver.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        assertThat(mine.shutdownNow()).isNotEmpty();
        question.get(30, TimeUnit.SECONDS);
        second.get(30, TimeUnit.SECONDS);
        client.abandon().get(30, TimeUnit.SECONDS);
        client.close();
    }

    @Test
    void closeDoesNotWaitForACallbackThatDoesNotEnd() throws Exception {
        Client client = open(mine);
        CountDownLatch stuck = new CountDownLatch(1);
        // Before it is connected: a stage that is added to a complete future runs here.
        client.connected().thenRun(() -> {
            stuck.countDown();
            awaitRelease();
        });
        Connection connection = server.acceptSession(6000);
        assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closed = client.closeAsync();
        connection.close();
        client.close();
        assertThat(closed).isNotDone(); // Its turn comes when the callback before it has ended: never two at once.
        released.countDown();
        closed.get(30, TimeUnit.SECONDS);
    }

    @Test
    void closeReturnsToATaskThatHoldsTheOnlyThreadForCallbacks() throws Exception {
        Client client = open(mine);
        Connection connection = server.acceptSession(6000);
        client.connected().get(30, TimeUnit.SECONDS);
        mine.submit(() -> {
                    CompletableFuture<?> question = client.exists("/a");
                    connection.next();
                    client.closeAsync();
                    connection.close();
                    client.close();
                    assertThat(question).isCompletedExceptionally();
                    return null;
                })
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void aBlockingCallInACallbackIsRefusedBeforeItIsSent() throws Exception {
        Client client = open(mine);
        // Before it is connected, as above.
        CompletableFuture<Void> waited = client.connected()
                .thenRun(() -> assertThatThrownBy(() -> client.blocking().create(NewNode.persistent("/made")))
                        .isInstanceOf(IllegalStateException.class))
                .thenRun(() -> assertThatThrownBy(() -> client.blocking().awaitConnected(Duration.ZERO))
                        .isInstanceOf(IllegalStateException.class));
        Connection connection = server.acceptSession(6000);
        waited.get(30, TimeUnit.SECONDS);
        CompletableFuture<?> question = client.exists("/made");
        Request first = connection.next();
        assertThat(first.op()).isEqualTo(OpCode.EXISTS);
        connection.close();
        client.abandon();
        assertThatThrownBy(() -> question.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(ClientException.class);
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            awaitRelease(); // A task that does not care for the end of its executor.
        }
    }
}
