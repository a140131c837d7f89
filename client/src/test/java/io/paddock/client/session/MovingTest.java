package io.paddock.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.session.ScriptedServer.Connection;
import io.paddock.client.session.ScriptedServer.Request;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Stat;
import io.paddock.common.protocol.ConnectRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients on the way from one server, or one session, to the next. */
@Timeout(60)
class MovingTest {

    private ScriptedServer server;
    private ScriptedServer other;
    private Client client;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
        other = new ScriptedServer();
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        other.close();
        client.abandon();
    }

    @Test
    void anAttemptAtAServerThatLeavesTheListIsGivenUp() throws Exception {
        client = Client.open(server.connectString());
        Connection silent = server.accept();
        silent.connectRequest();
        client.updateServers(other.connectString());
        other.acceptSession(6000);
        client.connected().get(30, TimeUnit.SECONDS);
    }

    /** A server that has just started may forget who came too early. */
    @Test
    void theOnlyServerIsAskedAgainBeforeTheSessionIsLost() throws Exception {
        client = Client.open(server.connectString());
        server.acceptSession(3_000).close();
        try (Connection silent = server.accept()) {
            assertThat(silent.connectRequest().sessionId()).isEqualTo(0x100);
            Connection next = server.acceptSession(3_000);
            CompletableFuture<Optional<Stat>> question = client.exists("/a");
            next.reply(next.next().xid(), 1, ErrorCode.NO_NODE, body -> {});
            assertThat(question.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(client.session().orElseThrow().id()).isEqualTo(0x100);
        }
    }

    @Test
    void aClientThatIsClosedBeforeItHasLeftItsServerEndsItsSession() throws Exception {
        client = Client.open(server.connectString());
        Connection old = server.acceptSession(60_000);
        CompletableFuture<Optional<Stat>> question = client.exists("/a");
        Request first = old.next();
        client.updateServers(other.connectString());
        CompletableFuture<Optional<Stat>> behind = client.exists("/b");
        CompletableFuture<Void> closed = client.closeAsync();
        Request second = old.next();
        assertThat(second.op()).isEqualTo(OpCode.EXISTS);
        Request last = old.next();
        assertThat(last.op()).isEqualTo(OpCode.CLOSE_SESSION);
        old.reply(first.xid(), 1, ErrorCode.NO_NODE, body -> {});
        old.reply(second.xid(), 1, ErrorCode.NO_NODE, body -> {});
        old.reply(last.xid(), 2, ErrorCode.OK, body -> {});
        closed.get(30, TimeUnit.SECONDS);
        assertThat(question).isCompletedWithValue(Optional.empty());
        assertThat(behind).isCompletedWithValue(Optional.empty());
    }

    @Test
    void aClientThatIsClosedBetweenTwoServersEndsItsSession() throws Exception {
        client = Client.open(server.connectString());
        server.acceptSession(60_000);
        client.connected().get(30, TimeUnit.SECONDS);
        client.updateServers(other.connectString());
        CompletableFuture<Void> closed = client.closeAsync();
        Connection next = other.acceptSession(60_000);
        Request last = next.next();
        assertThat(last.op()).isEqualTo(OpCode.CLOSE_SESSION);
        next.reply(last.xid(), 2, ErrorCode.OK, body -> {});
        closed.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aRenewedSessionBeginsAtAServerThatHasSeenAsMuch() throws Exception {
        client = Client.builder(server.connectString()).renewSession().open();
        expireAfterZxid(77, 6000);
        Connection renewed = server.accept();
        ConnectRequest request = renewed.connectRequest();
        assertThat(request.sessionId()).isZero();
        assertThat(request.lastZxidSeen()).isEqualTo(77);
        renewed.grant(request, 6000);
        client.connected().get(30, TimeUnit.SECONDS);
    }

    @Test
    void serversWhoseDataWasSetBackAreTakenInTheEnd() throws Exception {
        client = Client.builder(server.connectString())
                .sessionTimeout(Duration.ofMillis(500))
                .renewSession()
                .open();
        expireAfterZxid(77, 500);
        ConnectRequest request;
        Connection connection = null;
        do {
            if (connection != null) {
                connection.close();
            }
            connection = server.accept();
            request = connection.connectRequest();
        } while (request.lastZxidSeen() > 0);
        connection.grant(request, 6000);
        client.connected().get(30, TimeUnit.SECONDS);
    }

    private void expireAfterZxid(long zxid, int timeoutMs) throws Exception {
        Connection first = server.acceptSession(timeoutMs);
        CompletableFuture<?> question = client.exists("/a");
        first.reply(first.next().xid(), zxid, ErrorCode.NO_NODE, body -> {});
        question.get(30, TimeUnit.SECONDS);
        first.close();
        Connection second = server.accept();
        second.refuse(second.connectRequest());
    }
}
