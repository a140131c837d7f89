package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody leads, and the servers say why. */
class StandstillTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void serversWhoseConfigurationsCanDecideWithoutEachOtherSaySo() throws Exception {
        Installation paddock = Installation.paddock();
        List<Installation> members = List.of(paddock, paddock, paddock);
        try (TestEnsemble ensemble = TestEnsemble.of(directory, members, 0, setup -> {
            if (setup.dataDir().startsWith(directory.resolve("server1"))) {
                setup.config("server.4", "127.0.0.1:4:5");
                setup.config("server.5", "127.0.0.1:6:7");
            }
        })) {
            ensemble.server(1).begin();
            ensemble.server(2).begin();
            await(() -> srvr(ensemble, 2).contains("server 1 has another configuration: server.4="));
            assertThat(srvr(ensemble, 2))
                    .startsWith("This ZooKeeper instance is not currently serving requests\nIt has no leader since ")
                    .contains("The two could decide without each other", "the voters [3]");
            assertThat(ensemble.server(2).log())
                    .contains("The members do not agree who they are: server 1 has another configuration");
        }
    }

    /** It would give its data to everybody if it won the next election. */
    @Test
    void aServerWithDataOfALaterEpochThanTheOthersFollowEnds() throws Exception {
        Installation paddock = Installation.paddock();
        try (TestEnsemble ensemble = TestEnsemble.of(
                directory,
                List.of(paddock, paddock, paddock),
                0,
                setup -> setup.config("tickTime", "200")
                        .config("initLimit", "10")
                        .config("syncLimit", "5"))) {
            ensemble.start(LIMIT);
            long leader = ensemble.leader();
            long given = leader == 1 ? 2 : 1;
            ensemble.server(given).stop();
            for (String file : List.of("currentEpoch", "acceptedEpoch")) {
                Files.writeString(
                        ensemble.directoryOf(given).resolve("data/version-2").resolve(file), "99");
            }
            ensemble.server(given).begin();
            ensemble.server(given).awaitExit();
            assertThat(ensemble.server(given).log())
                    .contains("the data of this server are of epoch 99", "server " + leader + " in epoch 1");
            assertThat(ensemble.leader()).isEqualTo(leader);
            ensemble.start(LIMIT);
            assertThat(ensemble.directoryOf(given).resolve("data/version-2/quarantine-1"))
                    .isNotEmptyDirectory();
            assertThat(ensemble.mode(given)).isEqualTo("follower");
        }
    }

    @Test
    void electionsAreMeasured() throws Exception {
        Installation paddock = Installation.paddock();
        List<Installation> members = List.of(paddock, paddock, paddock);
        try (TestEnsemble ensemble =
                TestEnsemble.of(directory, members, 0, setup -> setup.config("4lw.commands.whitelist", "*"))) {
            ensemble.start(LIMIT);
            long follower = ensemble.leader() == 1 ? 2 : 1;
            assertThat(FourLetterWord.ask(ensemble.server(follower).port(), "mntr"))
                    .containsPattern("zk_looking_count\t[1-9]")
                    .containsPattern("zk_cnt_election_time\t[1-9]")
                    .containsPattern("zk_cnt_follower_sync_time\t1")
                    .contains("zk_quorum_size\t3");
            assertThat(FourLetterWord.ask(ensemble.server(ensemble.leader()).port(), "mntr"))
                    .containsPattern("zk_cnt_leader_unavailable_time\t1")
                    .containsPattern("zk_(diff|snap)_count\t[1-9]");
        }
    }

    private static String srvr(TestEnsemble ensemble, long sid) {
        try {
            return FourLetterWord.ask(ensemble.server(sid).port(), "srvr");
        } catch (java.io.IOException notThere) {
            return "";
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
