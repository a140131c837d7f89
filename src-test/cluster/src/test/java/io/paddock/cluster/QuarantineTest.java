package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member whose data cannot be trusted comes back by the others. */
class QuarantineTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void aMemberWithADamagedLogGetsItsDataFromTheOthersAndKeepsTheDamagedFiles() throws Exception {
        Installation paddock = Installation.paddock();
        try (TestEnsemble ensemble = TestEnsemble.of(directory, paddock, paddock, paddock)) {
            ensemble.start(LIMIT);
            long follower = ensemble.leader() == 1 ? 2 : 1;
            try (Client client = Client.open(ensemble.server(follower).connectString())) {
                for (int i = 0; i < 20; i++) {
                    client.blocking().create(NewNode.persistent("/n" + i).data("x" + i));
                }
            }
            ensemble.server(follower).kill();
            Path data = files(ensemble.directoryOf(follower), "log.").get(0).getParent();
            for (Path log : files(ensemble.directoryOf(follower), "log.")) {
                byte[] bytes = Files.readAllBytes(log);
                bytes[16 + 60] ^= 1;
                Files.write(log, bytes);
            }
            ensemble.server(follower).begin();
            ensemble.awaitServing(follower, LIMIT);
            try (Client client = Client.open(ensemble.server(follower).connectString())) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.blocking().getData("/n" + i).text()).isEqualTo("x" + i);
                }
            }
            assertThat(ensemble.server(follower).log())
                    .contains("The data of this server cannot be trusted", "is damaged at byte")
                    .contains("Its files are now in");
            assertThat(files(data.resolve("quarantine-1"), "log.")).isNotEmpty();
            assertThat(data.resolve("paddock.quarantine")).doesNotExist();
            ensemble.server(follower).kill();
            ensemble.server(follower).begin();
            ensemble.awaitServing(follower, LIMIT);
        }
    }

    private static List<Path> files(Path below, String prefix) throws Exception {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }
}
