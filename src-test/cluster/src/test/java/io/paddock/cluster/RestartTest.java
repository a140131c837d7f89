package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern REPLAYED = Pattern.compile("then (\\d+) transactions of the log");

    /** More than twice what is written between two starts: no snapshot is due then. */
    private static final int SNAP_COUNT = 40;

    private static final int WRITES = 15;
    private static final int ROUNDS = 4;

    /** At its beginning each server replays what was written in two, and has only the snapshot of its first start. */
    private static final int OWING_ROUND = 2;

    @TempDir
    Path directory;

    @Test
    void aMemberThatIsStartedOftenDoesNotReplayEverLongerLogs() throws Exception {
        Installation paddock = Installation.paddock();
        List<Installation> members = List.of(paddock, paddock, paddock);
        try (TestEnsemble ensemble = TestEnsemble.of(
                directory,
                members,
                0,
                setup -> setup.property("zookeeper.snapCount", String.valueOf(SNAP_COUNT))
                        .config("leaderServes", "no"))) { // A leader owes as much as those that serve clients.
            for (int round = 0; round < ROUNDS; round++) {
                ensemble.start(LIMIT);
                try (Client client = Client.open(ensemble.connectString())) {
                    for (int i = 0; i < WRITES; i++) {
                        client.blocking().create(NewNode.persistent("/r" + round + "-" + i));
                    }
                }
                for (long sid : ensemble.sids()) {
                    if (round == OWING_ROUND) {
                        Eventually.eventually(
                                LIMIT,
                                () -> assertThat(ensemble.server(sid).log())
                                        .as("the snapshot that server %d owes", sid)
                                        .containsSubsequence("Snapshot taken", "Snapshot taken"));
                    }
                    ensemble.server(sid).kill();
                }
            }
            ensemble.start(LIMIT);
            for (long sid : ensemble.sids()) {
                int replayed = -1;
                Matcher matcher = REPLAYED.matcher(ensemble.server(sid).log());
                while (matcher.find()) {
                    replayed = Integer.parseInt(matcher.group(1));
                }
                assertThat(replayed).isBetween(0, SNAP_COUNT);
            }
        }
    }
}
