package io.paddock.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.Client;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.SessionState;
import io.paddock.client.transport.ClientLoop;
import io.paddock.common.protocol.WatchType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application that closes the loop before its clients. */
class ClosedLoopTest {

    private static final long LIMIT_S = 30;

    private final ClientLoop loop = ClientLoop.open();
    private ServerSocket silentServer;

    @BeforeEach
    void listen() throws IOException {
        silentServer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        loop.close();
        silentServer.close();
    }

    @Test
    void whoeverWaitsForAClientOfTheLoopIsTold() throws Exception {
        Client client = client();
        CompletableFuture<Void> connected = client.connected();
        CompletableFuture<?> question = client.exists("/a");
        loop.close();
        assertEnds(connected);
        assertEnds(question);
        assertIsOver(client);
    }

    @Test
    void aClientOfAClosedLoopIsOverFromTheStart() throws Exception {
        loop.close();
        assertThat(loop.eventLoop().terminationFuture().await(LIMIT_S, TimeUnit.SECONDS))
                .isTrue();
        Client client = client();
        assertEnds(client.exists("/a"));
        assertIsOver(client);
    }

    private Client client() {
        return Client.builder("127.0.0.1:" + silentServer.getLocalPort())
                .loop(loop)
                .open();
    }

    private static void assertIsOver(Client client) throws InterruptedException, ExecutionException, TimeoutException {
        assertThat(client.state()).isEqualTo(SessionState.CLOSED);
        assertThat(client.isEnded()).isTrue();
        assertEnds(client.connected());
        assertEnds(client.forgetWatches("/a", WatchType.ANY));
        client.abandon().get(LIMIT_S, TimeUnit.SECONDS);
        client.close();
    }

    private static void assertEnds(CompletableFuture<?> future) {
        assertThatThrownBy(() -> future.get(LIMIT_S, TimeUnit.SECONDS)).hasCauseInstanceOf(DidNotHappenException.class);
    }
}
