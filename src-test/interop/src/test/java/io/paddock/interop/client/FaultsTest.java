package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.ClientBuilder;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.WatchType;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that break, stall, or lie. Every failure is told within a time that the session timeout bounds. */
class FaultsTest extends ClientSuite {

    private static final int ANY = Client.ANY_VERSION;

    private final Events events = new Events();
    private FaultyProxy proxy;
    private BlockingClient client;
    private BlockingClient other;
    private String base;

    @BeforeEach
    void connectThroughTheProxy() throws Exception {
        proxy = new FaultyProxy(server.port());
        client = opened(through(Duration.ofSeconds(6)).listener(events)).blocking();
        assertThat(client.awaitConnected(SOON)).isTrue();
        events.await("CONNECTED");
        other = client();
        base = other.create(NewNode.persistent("/f").sequential()).path();
        client.sync("/");
    }

    @AfterEach
    void closeProxy() throws IOException {
        proxy.heal();
        client.async().close();
        proxy.close();
    }

    private ClientBuilder through(Duration timeout) {
        return Client.builder(proxy.connectString()).sessionTimeout(timeout);
    }

    @Test
    void aLostConnectionIsReplacedAndTheSessionGoesOn() throws Exception {
        String path = client.create(NewNode.ephemeral(base + "/e")).path();
        long session = client.async().session().orElseThrow().id();
        for (int i = 0; i < 3; i++) {
            proxy.cut();
            events.await("CONNECTING");
            events.await("CONNECTED");
            assertThat(client.exists(path)).isPresent();
        }
        proxy.reset();
        events.await("CONNECTED");
        assertThat(client.async().session().orElseThrow().id()).isEqualTo(session);
    }

    @Test
    void aRequestThatWasLostAndOneWhoseReplyWasLostLookTheSame() throws Exception {
        proxy.cutBeforeRequest(1);
        assertThatThrownBy(() -> client.create(NewNode.persistent(base + "/before")))
                .isInstanceOfSatisfying(MayHaveHappenedException.class, e -> {
                    assertThat(e.is(ErrorCode.CONNECTION_LOSS)).isTrue();
                    assertThat(e.path()).isEqualTo(base + "/before");
                });
        assertThat(client.exists(base + "/before")).isEmpty();
        proxy.cutAfterRequest(1);
        assertThatThrownBy(() -> client.create(NewNode.persistent(base + "/after")))
                .isInstanceOf(MayHaveHappenedException.class);
        assertThat(client.exists(base + "/after")).isPresent();
    }

    @Test
    void requestsMadeWithoutAConnectionWaitForTheNext() throws Exception {
        proxy.refuse(true);
        proxy.cut();
        events.await("CONNECTING");
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(client.async().create(NewNode.persistent(base + "/w" + i)));
        }
        proxy.refuse(false);
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        assertThat(other.getChildren(base).names()).hasSize(100);
    }

    @Test
    void aHalfOpenConnectionIsNoticedByItsSilence() throws Exception {
        proxy.swallow();
        CompletableFuture<?> lost = client.async().getData(base);
        events.await("CONNECTING");
        assertThatThrownBy(() -> client.await(lost)).isInstanceOf(MayHaveHappenedException.class);
        proxy.heal();
        events.await("CONNECTED");
        assertThat(client.getData(base).text()).isEmpty();
    }

    @Test
    void aServerThatAnswersByteAfterByteIsUnderstood() throws Exception {
        other.setData(base, new byte[5_000], ANY);
        proxy.crumble();
        proxy.cut(); // So that the session is taken over in the same way.
        events.await("CONNECTING");
        events.await("CONNECTED");
        List<CompletableFuture<NodeData>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(client.async().getData(base));
        }
        for (CompletableFuture<NodeData> answer : answers) {
            assertThat(client.await(answer).data()).hasSize(5_000);
        }
    }

    @Test
    void aServerThatTakesAConnectionAndSaysNothingIsLeftForAnother() throws Exception {
        proxy.swallow();
        Client choosing = opened(Client.builder(proxy.connectString() + "," + server.connectString())
                .sessionTimeout(Duration.ofSeconds(6)));
        assertThat(choosing.blocking().awaitConnected(SOON)).isTrue();
        assertThat(choosing.blocking().exists(base)).isPresent();
    }

    @Test
    void aServerThatDoesNotReadIsLeft() throws Exception {
        proxy.stall();
        List<CompletableFuture<?>> lost = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            lost.add(client.async().setData(base, new byte[500_000], ANY));
        }
        events.await("CONNECTING");
        proxy.heal();
        events.await("CONNECTED");
        CompletableFuture.allOf(lost.toArray(CompletableFuture[]::new))
                .exceptionally(e -> null)
                .get(30, TimeUnit.SECONDS);
        assertThat(lost).anyMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(client.exists(base)).isPresent();
    }

    @Test
    void withoutAnyServerTheSessionExpiresInTime() throws Exception {
        proxy.refuse(true);
        proxy.cut();
        events.await("CONNECTING");
        CompletableFuture<?> waiting = client.async().create(NewNode.persistent(base + "/never"));
        events.await("EXPIRED");
        assertThatThrownBy(() -> client.await(waiting)).isInstanceOf(DidNotHappenException.class);
        assertThat(other.exists(base + "/never")).isEmpty();
    }

    @Test
    void aSessionThatExpiredMeanwhileIsToldAtTheReconnect() throws Exception {
        BlockingClient patient = opened(through(Duration.ofSeconds(1))
                        .sessionTimeout(Duration.ofSeconds(1))
                        .listener(events))
                .blocking();
        String path = patient.create(NewNode.ephemeral(base + "/gone")).path();
        proxy.swallow();
        Eventually.eventually(SOON, () -> assertThat(other.exists(path)).isEmpty());
        proxy.heal();
        events.await("EXPIRED");
    }

    @Test
    void watchesSurviveAndMissNothingThatTheyPromise() throws Exception {
        for (String name : List.of("data", "gone", "kept")) {
            other.create(NewNode.persistent(base + "/" + name));
        }
        client.sync("/");
        client.getData(base + "/data", events);
        client.getData(base + "/gone", events);
        client.getData(base + "/kept", events);
        client.exists(base + "/made", events);
        client.getChildren(base, events);
        Events lasting = new Events();
        client.addWatch(base, AddWatchMode.PERSISTENT_RECURSIVE, lasting);
        client.addWatch(base + "/kept", AddWatchMode.PERSISTENT, lasting);
        proxy.refuse(true);
        proxy.cut();
        events.await("CONNECTING");
        other.setData(base + "/data", bytes("1"), ANY);
        other.delete(base + "/gone", ANY);
        other.create(NewNode.persistent(base + "/made"));
        proxy.refuse(false);
        events.await("CONNECTED");
        assertThat(events.next(4))
                .containsExactlyInAnyOrder(
                        "DATA_CHANGED " + base + "/data",
                        "DELETED " + base + "/gone",
                        "CREATED " + base + "/made",
                        "CHILDREN_CHANGED " + base);
        assertThat(lasting.next(2))
                .containsExactlyInAnyOrder("EVENTS_MISSED " + base, "EVENTS_MISSED " + base + "/kept");
        other.setData(base + "/kept", bytes("1"), ANY);
        assertThat(events.next()).isEqualTo("DATA_CHANGED " + base + "/kept");
        lasting.await("DATA_CHANGED " + base + "/kept");
        lasting.await("DATA_CHANGED " + base + "/kept");
    }

    @Test
    void manyWatchesAreSetAgainInPortions() throws Exception {
        String name = "n".repeat(100);
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            all.add(client.async().exists(base + "/" + name + i, events));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        proxy.cut();
        events.await("CONNECTED");
        assertThat(client.hasWatch(base + "/" + name + 0, WatchType.DATA)).isTrue();
        assertThat(client.hasWatch(base + "/" + name + 4999, WatchType.DATA)).isTrue();
    }

    @Test
    void identitiesAreShownAgain() throws Exception {
        client.addAuth("digest", "bob:secret");
        client.addAuth("digest", "eve:secret");
        proxy.cut();
        events.await("CONNECTED");
        assertThat(client.whoAmI()).contains(new AuthId("digest", "bob"), new AuthId("digest", "eve"));
    }

    @Test
    void pipelinedWritesKeepTheirOrderAcrossLostConnections() throws Exception {
        client.create(NewNode.persistent(base + "/log"));
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            proxy.cutAfterRequest(40);
            for (int i = 0; i < 100; i++) {
                String name = String.format("%s/log/%02d-%02d-", base, round, i);
                all.add(client.async().create(NewNode.persistent(name).sequential()));
            }
            events.await("CONNECTED");
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .exceptionally(e -> null)
                .get(30, TimeUnit.SECONDS);
        client.sync("/");
        List<String> names = client.getChildren(base + "/log").names();
        List<String> byOrderOfCalls = names.stream().sorted().toList();
        List<String> byOrderOfExecution = names.stream()
                .sorted((a, b) -> a.substring(a.length() - 10).compareTo(b.substring(b.length() - 10)))
                .toList();
        assertThat(byOrderOfExecution).isEqualTo(byOrderOfCalls);
        long succeeded =
                all.stream().filter(call -> !call.isCompletedExceptionally()).count();
        assertThat((long) names.size()).isGreaterThanOrEqualTo(succeeded);
    }

    @Test
    void aSessionThatMovedAwayFromThisConnectionComesBack() throws Exception {
        client.create(NewNode.ephemeral(base + "/mine"));
        var session = client.async().session().orElseThrow();
        try (RawClient thief =
                RawClient.resume(server.port(), new RawClient.Session(3000, session.id(), session.password()), 0)) {
            events.await("CONNECTING");
            events.await("CONNECTED");
            assertThat(client.exists(base + "/mine")).isPresent();
            thief.awaitEnd();
        }
    }

    @Test
    void closingIsBoundedWhenTheServerIsSilent() throws Exception {
        proxy.swallow();
        client.async().closeAsync().get(10, TimeUnit.SECONDS);
        events.await("CLOSED");
    }

    @Test
    void anAnswerOutOfTurnEndsTheConnection() throws Exception {
        try (Impostor impostor = new Impostor()) {
            Events seen = new Events();
            BlockingClient fooled = opened(Client.builder(impostor.connectString())
                            .sessionTimeout(Duration.ofSeconds(5))
                            .allowReadOnly()
                            .listener(seen))
                    .blocking();
            seen.await("CONNECTED_READ_ONLY");
            assertThatThrownBy(() -> fooled.getData("/"))
                    .isInstanceOf(MayHaveHappenedException.class)
                    .hasMessageContaining("it broke the protocol");
            seen.await("CONNECTING");
            fooled.async().abandon();
        }
    }

    @Test
    void aReadOnlyServerIsLeftForOneThatTakesWrites() throws Exception {
        try (Impostor impostor = new Impostor()) {
            Events seen = new Events();
            BlockingClient patient = opened(Client.builder(impostor.connectString())
                            .allowReadOnly()
                            .listener(seen))
                    .blocking();
            assertThat(seen.next()).isEqualTo("CONNECTED_READ_ONLY");
            patient.async().updateServers(impostor.connectString() + "," + server.connectString());
            seen.await("CONNECTED");
            assertThat(patient.create(NewNode.ephemeral(base + "/rw")).stat().ephemeralOwner())
                    .isEqualTo(patient.async().session().orElseThrow().id());
        }
    }
}
