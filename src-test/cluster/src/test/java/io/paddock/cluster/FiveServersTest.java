package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Five voters of both kinds, and an observer of each. */
class FiveServersTest {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    /** The fifth leads first. With it and another one gone there is still a majority. */
    @ParameterizedTest(name = "{0}")
    @CsvSource("paddock apache paddock apache paddock, apache paddock")
    void twoVotersMayGoAndObserversSeeEverything(String voters, String observers) throws Exception {
        List<Installation> members = Stream.of((voters + " " + observers).split(" "))
                .map(MixedEnsembleTest::installation)
                .toList();
        try (TestEnsemble ensemble = TestEnsemble.of(directory, members, 2, setup -> {})) {
            for (long first : List.of(1L, 2L, 5L)) {
                ensemble.server(first).begin();
            }
            ensemble.awaitServing(5, LIMIT);
            assertThat(ensemble.mode(5)).isEqualTo("leader");
            ensemble.start(LIMIT);
            for (long sid = 6; sid <= 7; sid++) {
                assertThat(ensemble.mode(sid)).isEqualTo("observer");
            }
            String ofObservers = ensemble.server(6).connectString() + ","
                    + ensemble.server(7).connectString();
            try (Scribe scribe = new Scribe(ensemble.connectString(), "/a");
                    Scribe watched = new Scribe(ofObservers, "/o")) {
                scribe.awaitMore(30, LIMIT);
                watched.awaitMore(30, LIMIT);
                ensemble.server(5).kill();
                scribe.awaitMore(30, LIMIT);
                long next = ensemble.leader();
                assertThat(next).isBetween(1L, 4L);
                ensemble.server(next).kill();
                scribe.awaitMore(30, LIMIT);
                watched.awaitMore(30, LIMIT);
                ensemble.server(6).kill();
                ensemble.start(LIMIT);
                watched.awaitMore(30, LIMIT);
                List<String> acknowledged = scribe.finish();
                acknowledged.addAll(watched.finish());
                MixedEnsembleTest.expectEqual(ensemble, acknowledged);
            }
        }
    }
}
