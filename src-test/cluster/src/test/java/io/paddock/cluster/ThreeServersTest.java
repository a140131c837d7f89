package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.RefusedException;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreeServersTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void oneLeadsAndAllShowWhatWasWrittenAtAny() throws Exception {
        Installation paddock = Installation.paddock();
        try (TestEnsemble ensemble = TestEnsemble.of(directory, paddock, paddock, paddock)) {
            ensemble.start(LIMIT);
            long leader = ensemble.leader();
            assertThat(leader).isPositive();
            for (long sid : ensemble.sids()) {
                assertThat(ensemble.mode(sid)).isEqualTo(sid == leader ? "leader" : "follower");
                try (Client client = Client.open(ensemble.server(sid).connectString())) {
                    client.blocking().create(NewNode.persistent("/from" + sid).data("by " + sid));
                }
            }
            for (long sid : ensemble.sids()) {
                try (Client client = Client.open(ensemble.server(sid).connectString())) {
                    for (long from : ensemble.sids()) {
                        client.blocking().sync("/");
                        assertThat(client.blocking().getData("/from" + from).text())
                                .isEqualTo("by " + from);
                    }
                }
            }
        }
    }

    @Test
    void whatWasWrittenIsThereAfterTheLeaderWasKilled() throws Exception {
        Installation paddock = Installation.paddock();
        try (TestEnsemble ensemble = TestEnsemble.of(directory, paddock, paddock, paddock)) {
            ensemble.start(LIMIT);
            try (Client client = Client.open(ensemble.connectString())) {
                created(client, "/before");
                for (int round = 0; round < 3; round++) {
                    long leader = ensemble.leader();
                    ensemble.server(leader).kill();
                    created(client, "/after" + round);
                    assertThat(ensemble.leader()).isNotEqualTo(leader);
                    ensemble.start(LIMIT);
                    assertThat(client.blocking().getData("/before").text()).isEqualTo("x");
                }
            }
        }
    }

    /** Asks until it is there. */
    private static void created(Client client, String path) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                client.blocking().create(NewNode.persistent(path).data("x"));
                return;
            } catch (RefusedException.NodeExists there) {
                return;
            } catch (MayHaveHappenedException | DidNotHappenException retried) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }
}
