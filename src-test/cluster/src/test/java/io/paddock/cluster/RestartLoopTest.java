package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Seeds;
import io.paddock.testsupport.TestEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that end and are started again at once, over and over, often before the ensemble has recovered from the last time.
 * {@code -Drounds=N} makes it longer, {@code -Dseed=S} draws the same lots, and {@code -Dkinds="paddock apache paddock"} takes
 * servers of both kinds.
 */
class RestartLoopTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int ROUNDS = Integer.getInteger("rounds", 16);
    private static final String KINDS = System.getProperty("kinds", "paddock paddock paddock");
    private static final int SIGTERM = 143;

    @TempDir
    Path directory;

    @Test
    void nothingIsLostHoweverOftenServersAreRestarted() throws Exception {
        long seed = Seeds.fresh();
        System.out.println("restarts: -Dseed=" + seed + ", -Drounds=" + ROUNDS);
        Random random = new Random(seed);
        List<Installation> members =
                Stream.of(KINDS.split(" ")).map(MixedEnsembleTest::installation).toList();
        try (TestEnsemble ensemble = TestEnsemble.of(
                directory,
                members,
                0,
                setup -> setup.config("tickTime", "250")
                        .config("maxSessionTimeout", "60000")
                        .shortLived())) {
            ensemble.start(LIMIT);
            try (Scribe scribe = new Scribe(ensemble.connectString(), "/r")) {
                for (int round = 0; round < ROUNDS; round++) {
                    long sid = 1 + random.nextInt(members.size());
                    if (random.nextBoolean()) {
                        ensemble.server(sid).kill();
                    } else {
                        assertThat(ensemble.server(sid).stop()).isEqualTo(SIGTERM);
                    }
                    ensemble.server(sid).begin();
                    if (random.nextInt(3) > 0) {
                        scribe.awaitMore(1 + random.nextInt(20), LIMIT);
                    }
                }
                ensemble.start(LIMIT);
                scribe.awaitMore(20, LIMIT);
                MixedEnsembleTest.expectEqual(ensemble, scribe.finish());
            }
            Quiet.expectQuietLogs(ensemble);
        }
    }
}
