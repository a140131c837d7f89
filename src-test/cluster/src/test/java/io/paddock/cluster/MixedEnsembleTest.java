package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers of both kinds in one ensemble. */
class MixedEnsembleTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    /** The last one of each list begins with the first and leads; the others join. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"apache paddock paddock", "paddock apache apache", "paddock apache paddock", "apache paddock apache"})
    void everybodyShowsTheSame(String kinds) throws Exception {
        Installation[] members = List.of(kinds.split(" ")).stream()
                .map(MixedEnsembleTest::installation)
                .toArray(Installation[]::new);
        try (TestEnsemble ensemble = TestEnsemble.of(directory, members)) {
            ensemble.server(1).begin();
            ensemble.server(3).begin();
            ensemble.awaitServing(3, LIMIT);
            assertThat(ensemble.mode(3)).isEqualTo("leader");
            try (Scribe scribe = new Scribe(ensemble.connectString(), "/a")) {
                scribe.awaitMore(50, LIMIT);
                ensemble.start(LIMIT);
                scribe.awaitMore(50, LIMIT);
                for (long sid : List.of(1L, 2L, 3L, 3L)) {
                    ensemble.server(sid).kill();
                    scribe.awaitMore(20, LIMIT);
                    ensemble.start(LIMIT);
                    scribe.awaitMore(20, LIMIT);
                }
                expectEqual(ensemble, scribe.finish());
            }
        }
    }

    /**
     * The members stand in a file whose name has a version, as servers of Apache's leave it. Who leads has it too, or those
     * servers are sent away as servers from the future.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"paddock apache paddock", "apache paddock apache"})
    void aConfigurationWithANumberIsTheSameForAll(String kinds) throws Exception {
        List<Installation> members = List.of(kinds.split(" ")).stream()
                .map(MixedEnsembleTest::installation)
                .toList();
        try (TestEnsemble ensemble = TestEnsemble.of(
                directory,
                members,
                0,
                setup -> setup.dynamicFile("zoo.cfg.dynamic.100000000").config("reconfigEnabled", "true"))) {
            ensemble.start(LIMIT);
            for (int i = 0; i < 2; i++) {
                long leader = ensemble.leader();
                ensemble.server(leader).kill();
                ensemble.awaitServing(LIMIT);
                ensemble.start(LIMIT);
            }
            for (long sid : ensemble.sids()) {
                try (Client client = Client.open(ensemble.server(sid).connectString())) {
                    assertThat(client.getData("/zookeeper/config").join().text())
                            .endsWith("\nversion=100000000");
                }
            }
        }
    }

    static Installation installation(String kind) {
        return kind.equals("apache") ? Installation.apache() : Installation.paddock();
    }

    /** Each server shows all that was acknowledged, and the same as the others, and found no digest that differs. */
    static void expectEqual(TestEnsemble ensemble, List<String> acknowledged) throws InterruptedException, IOException {
        Map<String, String> first = Contents.of(ensemble, 1);
        assertThat(first.keySet()).containsAll(acknowledged);
        for (long sid : ensemble.sids()) {
            assertThat(Contents.difference(first, Contents.of(ensemble, sid)))
                    .as("how server %d differs from server 1", sid)
                    .isEmpty();
            assertThat(ensemble.server(sid).ask("mntr"))
                    .as("digests that server %d compared with those of its leader", sid)
                    .containsPattern("zk_digest_mismatches_count\\s+0\\n");
        }
    }

    @Test
    void aClusterMovesToPaddockAndBackOneServerAtATime() throws Exception {
        Installation apache = Installation.apache();
        Installation paddock = Installation.paddock();
        try (TestEnsemble ensemble = TestEnsemble.of(directory, apache, apache, apache)) {
            ensemble.start(LIMIT);
            try (Scribe scribe = new Scribe(ensemble.connectString(), "/r")) {
                scribe.awaitMore(50, LIMIT);
                for (Installation next : List.of(paddock, apache)) {
                    for (long sid : ensemble.sids()) {
                        ensemble.server(sid).stop();
                        ensemble.replace(sid, next);
                        scribe.awaitMore(20, LIMIT);
                        ensemble.start(LIMIT);
                        scribe.awaitMore(20, LIMIT);
                    }
                }
                expectEqual(ensemble, scribe.finish());
            }
        }
    }
}
