package io.paddock.cluster;

import static io.paddock.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.SessionState;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server of one kind comes back with more, or with less, than a quorum of the other kind has. */
class MixedDataTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ORPHAN = "/orphan";

    @TempDir
    Path directory;

    /** The third one leads alone for a moment, writes, dies, and has to cut that off when it comes back. */
    @ParameterizedTest(name = "a leader of {1}, others of {0}")
    @CsvSource({"apache, paddock", "paddock, apache"})
    void whatOnlyADeadLeaderHadIsForgotten(String others, String first) throws Exception {
        try (TestEnsemble ensemble = ensemble(others, others, first)) {
            ensemble.start(LIMIT);
            try (Client client = Client.open(ensemble.connectString())) {
                client.blocking().create(NewNode.persistent("/before"));
            }
            for (long sid = 1; sid <= 2; sid++) {
                ensemble.server(sid).kill();
            }
            ensemble.server(3).kill();
            ensemble.server(1).begin();
            ensemble.server(3).begin();
            ensemble.awaitServing(3, LIMIT);
            ensemble.awaitServing(1, LIMIT);
            assertThat(ensemble.mode(3)).isEqualTo("leader");
            try (Client client = Client.builder(ensemble.server(3).connectString())
                    .sessionTimeout(Duration.ofSeconds(20))
                    .open()) {
                eventually(LIMIT, () -> assertThat(client.state()).isEqualTo(SessionState.CONNECTED));
                ensemble.server(1).kill();
                client.create(NewNode.persistent(ORPHAN));
                eventually(
                        LIMIT,
                        () -> assertThat(logHolds(ensemble.directoryOf(3), ORPHAN))
                                .isTrue());
                ensemble.server(3).kill();
            }
            ensemble.server(1).begin();
            ensemble.server(2).begin();
            ensemble.awaitServing(1, LIMIT);
            ensemble.awaitServing(2, LIMIT);
            try (Client client = Client.open(ensemble.server(1).connectString())) {
                client.blocking().create(NewNode.persistent("/after"));
                ensemble.start(LIMIT);
                assertThat(client.blocking().exists(ORPHAN)).isEmpty();
            }
            MixedEnsembleTest.expectEqual(ensemble, List.of("/before", "/after"));
        }
    }

    /** A server whose disk was replaced. It is given everything, and counts as before. */
    @ParameterizedTest(name = "one of {1} among two of {0}")
    @CsvSource({"apache, paddock", "paddock, apache"})
    void aServerWhoseDataIsGoneGetsItFromTheOthers(String others, String first) throws Exception {
        try (TestEnsemble ensemble = ensemble(first, others, others)) {
            ensemble.start(LIMIT);
            try (Scribe scribe = new Scribe(ensemble.connectString(), "/w")) {
                scribe.awaitMore(50, LIMIT);
                ensemble.server(1).kill();
                deleteTree(ensemble.directoryOf(1).resolve("data/version-2"));
                ensemble.start(LIMIT);
                scribe.awaitMore(50, LIMIT);
                ensemble.server(2).kill();
                scribe.awaitMore(50, LIMIT);
                ensemble.start(LIMIT);
                MixedEnsembleTest.expectEqual(ensemble, scribe.finish());
            }
        }
    }

    private TestEnsemble ensemble(String... kinds) throws IOException {
        return TestEnsemble.of(
                directory, Stream.of(kinds).map(MixedEnsembleTest::installation).toArray(Installation[]::new));
    }

    private static boolean logHolds(Path server, String path) throws IOException {
        byte[] wanted = path.getBytes(StandardCharsets.US_ASCII);
        String text = new String(wanted, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(server)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("log."))
                    .toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void deleteTree(Path root) throws IOException {
        assertThat(root).isDirectory();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
