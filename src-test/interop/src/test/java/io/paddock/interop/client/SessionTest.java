package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.NewNode;
import io.paddock.client.SessionInfo;
import io.paddock.client.SessionState;
import io.paddock.common.ErrorCode;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.FreePorts;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How sessions begin, pass on and end. */
class SessionTest extends ClientSuite {

    @Test
    void aClientConnectsAndSaysSo() throws Exception {
        Events events = new Events();
        Client client = opened(builder().listener(events));
        assertThat(client.blocking().awaitConnected(SOON)).isTrue();
        assertThat(client.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(events.next()).isEqualTo("CONNECTED");
        SessionInfo session = client.session().orElseThrow();
        assertThat(session.id()).isNotZero();
        assertThat(session.password()).hasSize(16);
        assertThat(session.timeout()).isEqualTo(Duration.ofSeconds(10));
        client.close();
        assertThat(events.next()).isEqualTo("CLOSED");
        assertThat(client.state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void closingEndsTheSessionAndItsEphemerals() throws Exception {
        BlockingClient leaving = client();
        String path =
                leaving.create(NewNode.ephemeral("/closing-").sequential()).path();
        leaving.async().close();
        assertThat(client().exists(path)).isEmpty();
        assertThatThrownBy(() -> leaving.exists(path)).isInstanceOfSatisfying(DidNotHappenException.class, e -> {
            assertThat(e.is(ErrorCode.SESSION_EXPIRED)).isTrue();
            assertThat(e).hasMessageContaining("the client is closed");
        });
        leaving.async().close();
    }

    @Test
    void requestsBeforeCloseAreAnswered() throws Exception {
        BlockingClient leaving = client();
        leaving.awaitConnected(SOON);
        var created =
                leaving.async().create(NewNode.persistent("/before-close-").sequential());
        leaving.async().close();
        assertThat(created).isCompleted();
        assertThat(client().exists(created.join().path())).isPresent();
    }

    @Test
    void anAbandonedSessionCanBeResumed() throws Exception {
        BlockingClient leaving = client();
        String path =
                leaving.create(NewNode.ephemeral("/abandoned-").sequential()).path();
        SessionInfo session = leaving.async().session().orElseThrow();
        leaving.async().abandon().join();
        BlockingClient heir = opened(builder().resume(session)).blocking();
        assertThat(heir.awaitConnected(SOON)).isTrue();
        assertThat(heir.async().session()).contains(session);
        assertThat(heir.getEphemerals("/")).containsExactly(path);
    }

    @Test
    void anUnknownSessionIsExpired() {
        SessionInfo unknown = new SessionInfo(0x1234567812345678L, new byte[16], Duration.ofSeconds(10), 0, null);
        Events events = new Events();
        Client client = opened(builder().resume(unknown).listener(events));
        assertThatThrownBy(() -> client.blocking().awaitConnected(SOON)).isInstanceOf(DidNotHappenException.class);
        assertThat(client.state()).isEqualTo(SessionState.EXPIRED);
        assertThat(events.soFar()).containsExactly("EXPIRED");
        assertThatThrownBy(() -> client.blocking().getData("/"))
                .isInstanceOfSatisfying(
                        DidNotHappenException.class,
                        e -> assertThat(e.is(ErrorCode.SESSION_EXPIRED)).isTrue());
    }

    @Test
    void aSessionThatSomebodyElseEndsIsExpired() throws Exception {
        Events events = new Events();
        BlockingClient client = opened(builder().listener(events)).blocking();
        client.exists("/nothing", events);
        kill(client.async());
        events.await("EXPIRED");
        assertThatThrownBy(() -> client.getData("/")).isInstanceOf(DidNotHappenException.class);
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void aRenewingClientGoesOnInANewSession() throws Exception {
        Events events = new Events();
        BlockingClient client =
                opened(builder().renewSession().listener(events)).blocking();
        client.addWatch("/renewed", AddWatchMode.PERSISTENT, events);
        client.exists("/renewed", event -> events.note("one-shot " + event.kind()));
        long first = client.async().session().orElseThrow().id();
        kill(client.async());
        events.await("one-shot WATCH_ENDED");
        events.await("EXPIRED");
        events.await("CONNECTING");
        events.await("CONNECTED");
        assertThat(events.next()).isEqualTo("EVENTS_MISSED /renewed");
        assertThat(client.async().session().orElseThrow().id()).isNotEqualTo(first);
        client.create(NewNode.ephemeral("/renewed"));
        assertThat(events.next()).isEqualTo("CREATED /renewed");
    }

    @Test
    void aRefusedIdentityEndsTheClient() throws Exception {
        Events events = new Events();
        BlockingClient client = opened(builder().listener(events)).blocking();
        assertThat(client.awaitConnected(SOON)).isTrue();
        assertThatThrownBy(() -> client.addAuth("nonsense", "x"))
                .isInstanceOfSatisfying(
                        DidNotHappenException.class,
                        e -> assertThat(e.is(ErrorCode.AUTH_FAILED)).isTrue());
        events.await("AUTH_FAILED");
        assertThatThrownBy(() -> client.getData("/"))
                .isInstanceOfSatisfying(
                        DidNotHappenException.class,
                        e -> assertThat(e.is(ErrorCode.AUTH_FAILED)).isTrue());
    }

    @Test
    void silenceOfTheApplicationDoesNotEndTheSession() throws Exception {
        BlockingClient client =
                opened(builder().sessionTimeout(Duration.ofSeconds(1))).blocking();
        String path = client.create(NewNode.ephemeral("/silent-").sequential()).path();
        BlockingClient other = client();
        long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (System.nanoTime() - until < 0) {
            assertThat(other.exists(path)).isPresent();
        }
        assertThat(client.async().state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void withoutAServerRequestsFailInTimeAsNotDone() throws Exception {
        int port = FreePorts.one();
        Client client = opened(Client.builder("127.0.0.1:" + port).connectionWait(Duration.ofMillis(300)));
        assertThatThrownBy(() -> client.blocking().create(NewNode.persistent("/x")))
                .isInstanceOfSatisfying(DidNotHappenException.class, e -> {
                    assertThat(e.is(ErrorCode.CONNECTION_LOSS)).isTrue();
                    assertThat(e).hasMessageContaining("no connection came up within 300 ms");
                });
        assertThat(client.blocking().awaitConnected(Duration.ofMillis(50))).isFalse();
        assertThat(client.state()).isEqualTo(SessionState.CONNECTING);
    }

    @Test
    void deadServersInTheListArePassedOver() throws Exception {
        String list = "127.0.0.1:" + FreePorts.one() + ",no.such.host.invalid:2181," + server.connectString()
                + ",127.0.0.1:" + FreePorts.one();
        BlockingClient client = opened(Client.builder(list)).blocking();
        assertThat(client.exists("/")).isPresent();
    }

    @Test
    void aClientMovesWhenItsServerLeavesTheList() throws Exception {
        try (FaultyProxy old = new FaultyProxy(server.port());
                FaultyProxy fresh = new FaultyProxy(server.port())) {
            BlockingClient client = opened(Client.builder(old.connectString())).blocking();
            assertThat(client.exists("/")).isPresent();
            long session = client.async().session().orElseThrow().id();
            client.async().updateServers(fresh.connectString());
            Eventually.eventually(SOON, () -> assertThat(fresh.accepted()).isEqualTo(1));
            assertThat(client.exists("/")).isPresent();
            assertThat(client.async().session().orElseThrow().id()).isEqualTo(session);
            assertThatThrownBy(() -> client.async().updateServers(fresh.connectString() + "/other"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aHostNameIsResolved() throws Exception {
        BlockingClient client =
                opened(Client.builder("localhost:" + server.port())).blocking();
        assertThat(client.awaitConnected(SOON)).isTrue();
    }

    /** Ends the session of a client as an administrator would: from a second connection. */
    static void kill(Client client) throws Exception {
        client.blocking().sync("/");
        kill(server, client.session().orElseThrow());
    }

    static void kill(ServerProcess at, SessionInfo session) throws IOException {
        try (RawClient second =
                RawClient.resume(at.port(), new RawClient.Session(10_000, session.id(), session.password()), 0)) {
            if (second.session() != null && second.session().id() != 0) {
                second.send(Op.CLOSE_SESSION, Requests.EMPTY);
                second.receiveReply();
            }
        }
    }
}
