package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaders that hang or are stopped. How long it takes is measured by the benchmark of ensembles; here it only happens. */
class RecoveryTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Installation PADDOCK = Installation.paddock();

    @TempDir
    Path directory;

    private TestEnsemble ensemble;

    private void start(int tickMs, int syncLimit, Installation... members) throws IOException {
        ensemble = TestEnsemble.of(
                directory,
                List.of(members),
                0,
                setup -> setup.config("tickTime", Integer.toString(tickMs))
                        .config("syncLimit", Integer.toString(syncLimit))
                        .config("maxSessionTimeout", "40000"));
        ensemble.start(LIMIT);
    }

    @AfterEach
    void end() throws IOException {
        ensemble.close();
    }

    @Test
    void aHungLeaderIsReplacedAlthoughTheSyncLimitIsFar() throws Exception {
        start(2_000, 600, PADDOCK, PADDOCK, PADDOCK);
        try (Scribe scribe = new Scribe(ensemble.connectString(), "/h")) {
            scribe.awaitMore(20, LIMIT);
            long leader = ensemble.leader();
            ensemble.server(leader).hang();
            Eventually.eventually(LIMIT, () -> assertThat(ensemble.leader()).isPositive());
            scribe.awaitMore(20, LIMIT);
            ensemble.server(leader).goOn();
            Eventually.eventually(LIMIT, () -> assertThat(ensemble.mode(leader)).isEqualTo("follower"));
            scribe.awaitMore(20, LIMIT);
            MixedEnsembleTest.expectEqual(ensemble, scribe.finish());
        }
    }

    @Test
    void anApacheLeaderThatHangsIsReplacedAtTheSyncLimit() throws Exception {
        start(500, 5, PADDOCK, PADDOCK, Installation.apache());
        assertThat(ensemble.leader()).as("the one with the largest number").isEqualTo(3);
        try (Scribe scribe = new Scribe(ensemble.connectString(), "/a")) {
            scribe.awaitMore(20, LIMIT);
            ensemble.server(3).hang();
            scribe.awaitMore(20, LIMIT);
            ensemble.server(3).goOn();
            Eventually.eventually(LIMIT, () -> assertThat(ensemble.mode(3)).isEqualTo("follower"));
            scribe.awaitMore(20, LIMIT);
            MixedEnsembleTest.expectEqual(ensemble, scribe.finish());
        }
    }

    @Test
    void leadersThatAreStoppedOneAfterTheOtherLoseNothing() throws Exception {
        start(2_000, 5, PADDOCK, PADDOCK, PADDOCK);
        try (Scribe scribe = new Scribe(ensemble.connectString(), "/s")) {
            for (int round = 0; round < 3; round++) {
                scribe.awaitMore(20, LIMIT);
                long leader = ensemble.leader();
                assertThat(ensemble.server(leader).stop()).as("SIGTERM").isEqualTo(143);
                scribe.awaitMore(20, LIMIT);
                ensemble.start(LIMIT);
            }
            MixedEnsembleTest.expectEqual(ensemble, scribe.finish());
        }
    }
}
