package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Seeds;
import io.paddock.testsupport.TestEnsemble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to servers of an ensemble, and what their clients notice. */
class EnsembleFaultsTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Rounds of random faults. */
    private static final int ROUNDS = Integer.getInteger("rounds", 3);

    @TempDir
    Path directory;

    private TestEnsemble ensemble;

    @BeforeEach
    void start() throws IOException {
        Installation paddock = Installation.paddock();
        ensemble = TestEnsemble.of(
                directory,
                List.of(paddock, paddock, paddock),
                0,
                setup -> setup.config("tickTime", "500").config("maxSessionTimeout", "40000"));
        ensemble.start(LIMIT);
    }

    @AfterEach
    void end() throws IOException {
        ensemble.close();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAllWereKilledAtOnce() throws Exception {
        try (Scribe scribe = new Scribe(ensemble.connectString(), "/k")) {
            for (int round = 0; round < 2; round++) {
                scribe.awaitMore(100, LIMIT);
                for (long sid : ensemble.sids()) {
                    ensemble.server(sid).kill();
                }
                ensemble.start(LIMIT);
            }
            scribe.awaitMore(20, LIMIT);
            MixedEnsembleTest.expectEqual(ensemble, scribe.finish());
        }
    }

    @Test
    void randomFaultsOfOneServerAtATimeLoseNothing() throws Exception {
        long seed = Seeds.fresh();
        System.out.println("faults: -Dseed=" + seed + ", -Drounds=" + ROUNDS);
        Random random = new Random(seed);
        try (Scribe one = new Scribe(ensemble.connectString(), "/one");
                Scribe two = new Scribe(ensemble.connectString(), "/two")) {
            for (int round = 0; round < ROUNDS; round++) {
                long sid = 1 + random.nextInt(3);
                switch (random.nextInt(3)) {
                    case 0 -> ensemble.server(sid).kill();
                    case 1 -> ensemble.server(sid).stop();
                    default -> ensemble.server(sid).hang();
                }
                one.awaitMore(20, LIMIT);
                two.awaitMore(20, LIMIT);
                if (ensemble.server(sid).isAlive()) {
                    ensemble.server(sid).goOn();
                }
                ensemble.start(LIMIT);
            }
            List<String> all = one.finish();
            all.addAll(two.finish());
            MixedEnsembleTest.expectEqual(ensemble, all);
        }
    }

    @Test
    void whatClientsAreToldCanBeTrueOfOneCopyOfTheData() throws Exception {
        long seed = Seeds.fresh();
        System.out.println("history: -Dseed=" + seed + ", -Drounds=" + ROUNDS);
        Random random = new Random(seed);
        String all = ensemble.connectString();
        try (Witnesses witnesses = new Witnesses(List.of(all, all, all, all), random);
                Client client = Client.open(all)) {
            for (int round = 0; round < ROUNDS; round++) {
                long sid = random.nextBoolean() ? ensemble.leader() : 1 + random.nextInt(3);
                if (sid > 0) {
                    ensemble.server(sid).kill();
                    Eventually.eventually(LIMIT, () -> client.blocking().sync("/"));
                }
                ensemble.start(LIMIT);
            }
            witnesses.finish();
            witnesses.expectOneCopy();
        }
    }

    @Test
    void aSessionAndItsEphemeralsLiveOnAtAnotherServer() throws Exception {
        List<Long> followers = ensemble.sids().stream()
                .filter(sid -> "follower".equals(ensemble.mode(sid)))
                .toList();
        String both = ensemble.server(followers.get(0)).connectString() + ","
                + ensemble.server(followers.get(1)).connectString();
        try (Client client = Client.builder(both)
                        .sessionTimeout(Duration.ofSeconds(10))
                        .open();
                Client observer = Client.open(ensemble.server(ensemble.leader()).connectString())) {
            client.blocking().create(NewNode.ephemeral("/mine"));
            long id = client.session().orElseThrow().id();
            int port = client.session().orElseThrow().server().getPort();
            long serving = followers.stream()
                    .filter(sid -> ensemble.server(sid).port() == port)
                    .findFirst()
                    .orElseThrow();
            ensemble.server(serving).kill();
            Eventually.eventually(LIMIT, () -> client.blocking().sync("/"));
            assertThat(client.session().orElseThrow().id()).isEqualTo(id);
            assertThat(client.session().orElseThrow().server().getPort()).isNotEqualTo(port);
            assertThat(observer.blocking().exists("/mine")).isPresent();
        }
        try (Client observer = Client.open(ensemble.server(ensemble.leader()).connectString())) {
            assertThat(observer.blocking().exists("/mine"))
                    .as("its session was closed")
                    .isEmpty();
        }
    }

    @Test
    void aWatchAtOneServerTellsOfAWriteAtAnother() throws Exception {
        for (long watching : ensemble.sids()) {
            for (long writing : ensemble.sids()) {
                try (Client watcher = Client.open(ensemble.server(watching).connectString());
                        Client writer = Client.open(ensemble.server(writing).connectString())) {
                    String path = "/w-" + watching + "-" + writing;
                    CompletableFuture<String> told = new CompletableFuture<>();
                    watcher.blocking().exists(path, event -> told.complete(event.path()));
                    writer.blocking().create(NewNode.persistent(path));
                    assertThat(told.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(path);
                    assertThat(watcher.blocking().exists(path))
                            .as("what the event told")
                            .isPresent();
                }
            }
        }
    }

    @Test
    void aReadBehindASyncShowsWhatWasAcknowledgedAnywhere() throws Exception {
        try (Client one = Client.open(ensemble.server(1).connectString());
                Client two = Client.open(ensemble.server(2).connectString());
                Client three = Client.open(ensemble.server(3).connectString())) {
            List<Client> clients = List.of(one, two, three);
            one.blocking().create(NewNode.persistent("/x").data("-1"));
            for (int i = 0; i < 60; i++) {
                String value = Integer.toString(i);
                clients.get(i % 3).blocking().setData("/x", value.getBytes(), -1);
                Client reader = clients.get((i + 1) % 3);
                reader.blocking().sync("/x");
                assertThat(reader.blocking().getData("/x").text()).isEqualTo(value);
            }
        }
    }

    @Test
    void withoutAMajorityNobodyIsServed() throws Exception {
        List<Long> followers = ensemble.sids().stream()
                .filter(sid -> "follower".equals(ensemble.mode(sid)))
                .toList();
        long leader = ensemble.leader();
        for (long sid : followers) {
            ensemble.server(sid).kill();
        }
        Eventually.eventually(LIMIT, () -> assertThat(ensemble.mode(leader)).isNull());
        ensemble.start(LIMIT);
        assertThat(ensemble.leader()).isPositive();
    }
}
