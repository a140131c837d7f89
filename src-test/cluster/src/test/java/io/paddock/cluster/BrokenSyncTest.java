package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.Created;
import io.paddock.client.NewNode;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Seeds;
import io.paddock.testsupport.TestEnsemble;
import io.paddock.testsupport.network.ProxiedNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member ends while what it lacks is on its way to it, and comes again. */
class BrokenSyncTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** No server keeps fewer transactions for others than that. */
    private static final int KEPT_MIN = 500;

    /** More than that, and more bytes in each round than get through. */
    private static final int NODES = KEPT_MIN + 10;

    private static final int NODE_BYTES = 2_000;
    private static final int PASSING_BYTES_MAX = NODES * NODE_BYTES - 100_000;

    /** More than what is said before. */
    private static final int PASSING_BYTES_MIN = 20_000;

    /** The third one leads. {@code -Dkinds="paddock paddock apache"} lets one of Apache's do it. */
    private static final String KINDS = System.getProperty("kinds", "paddock paddock paddock");

    private static final int ROUNDS = Integer.getInteger("rounds", 2);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"a snapshot", "transactions"})
    void aMemberThatEndsWhileItIsSentWhatItLacksIsSentItAgain(String what) throws Exception {
        long seed = Seeds.fresh();
        System.out.println("broken off: -Dseed=" + seed + ", -Drounds=" + ROUNDS);
        Random random = new Random(seed);
        boolean whole = what.equals("a snapshot");
        List<Installation> members = List.of(KINDS.split(" ")).stream()
                .map(MixedEnsembleTest::installation)
                .toList();
        try (ProxiedNetwork network = new ProxiedNetwork();
                TestEnsemble ensemble = TestEnsemble.in(network, directory, members, setup -> {
                    setup.config("tickTime", "250").config("maxSessionTimeout", "40000");
                    setup.shortLived();
                    setup.property("zookeeper.commitLogCount", whole ? String.valueOf(KEPT_MIN) : "100000");
                    setup.property("zookeeper.snapshotSizeFactor", "-1"); // Nothing is sent from Apache's logs.
                    setup.property("paddock.commitLogBytes", "0");
                })) {
            ensemble.start(LIMIT);
            letTheThirdLead(ensemble);
            ensemble.server(1).kill();
            try (Scribe scribe = new Scribe(ensemble.connectString(), "/s")) {
                for (int round = 0; round < ROUNDS; round++) {
                    write(ensemble, "/n" + round + "-");
                    long snapshots = snapshotsBegun(ensemble);
                    network.silenceAfter(random.nextInt(PASSING_BYTES_MIN, PASSING_BYTES_MAX), 3, 1);
                    ensemble.server(1).begin();
                    Eventually.eventually(
                            LIMIT, () -> assertThat(network.isSilent(3, 1)).isTrue());
                    assertThat(ensemble.mode(1))
                            .as("how a server serves that lacks something")
                            .isNull();
                    if (whole) {
                        Eventually.eventually(
                                LIMIT,
                                () -> assertThat(snapshotsBegun(ensemble)).isGreaterThan(snapshots));
                    } else if (ensemble.server(3).installation().isPaddock()) { // Apache's may send one all the same.
                        assertThat(snapshotsBegun(ensemble)).isEqualTo(snapshots);
                    }
                    if (random.nextBoolean()) {
                        ensemble.server(1).kill();
                    } else {
                        ensemble.server(1).stop();
                    }
                    network.heal();
                }
                ensemble.start(LIMIT);
                scribe.awaitMore(20, LIMIT);
                MixedEnsembleTest.expectEqual(ensemble, scribe.finish());
            }
            Quiet.expectQuietLogs(ensemble);
        }
    }

    /** It does unless it was slow to start. */
    private static void letTheThirdLead(TestEnsemble ensemble) throws IOException {
        long leader = ensemble.leader();
        if (leader != 3) {
            ensemble.server(leader).kill();
            Eventually.eventually(LIMIT, () -> assertThat(ensemble.leader()).isEqualTo(3));
            ensemble.start(LIMIT);
        }
        assertThat(ensemble.leader()).isEqualTo(3);
    }

    private static void write(TestEnsemble ensemble, String prefix) throws Exception {
        try (Client client = Client.open(ensemble.server(3).connectString())) {
            List<CompletableFuture<Created>> all = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                all.add(client.create(NewNode.persistent(prefix + i).data("x".repeat(NODE_BYTES))));
            }
            all.forEach(CompletableFuture::join);
        }
    }

    /** That have begun to come to the first one. */
    private static long snapshotsBegun(TestEnsemble ensemble) throws Exception {
        return ensemble.server(1)
                .log()
                .lines()
                .filter(line -> line.contains("A snapshot comes from"))
                .count();
    }
}
