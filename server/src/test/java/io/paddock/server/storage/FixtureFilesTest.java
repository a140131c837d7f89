package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.common.Acl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of the fixtures by itself: how many records or znodes it has, and how it ends. */
class FixtureFilesTest {

    private static final FileDisk DISK = new FileDisk();

    record Named(Fixture fixture, String file, JsonNode facts) {
        Path path() {
            return fixture.file(file);
        }

        @Override
        public String toString() {
            return fixture + "/" + file;
        }
    }

    static Stream<Named> logs() {
        return files("log");
    }

    static Stream<Named> snapshots() {
        return files("snapshot")
                .filter(named -> !named.facts.path("header").isMissingNode()
                        || !named.facts.path("invalid").isMissingNode());
    }

    private static Stream<Named> files(String kind) {
        return Fixture.stream()
                .flatMap(fixture -> fixture.manifest().get("files").properties().stream()
                        .filter(file -> FileName.of(
                                        Path.of(file.getKey()).getFileName().toString())
                                .names(kind))
                        .map(file -> new Named(fixture, file.getKey(), file.getValue())));
    }

    @ParameterizedTest
    @MethodSource("logs")
    void aLogHasTheRecordsAndTheEndThatTheManifestTells(Named named) throws IOException {
        LogFile log = new LogFile(named.path(), 0);
        try (LogFileReader reader = new LogFileReader(DISK, log, Records.ANY_LENGTH)) {
            int records = 0;
            long first = 0;
            while (reader.next()) {
                first = records++ == 0 ? reader.zxid() : first;
            }
            assertThat(records).isEqualTo(named.facts.get("records").asInt());
            if (records > 0) {
                assertThat(first).isEqualTo(Fixture.hex(named.facts.get("firstZxid")));
                assertThat(reader.zxid()).isEqualTo(Fixture.hex(named.facts.get("lastZxid")));
            }
            JsonNode end = named.facts.get("end");
            assertThat(reader.end().offset()).isEqualTo(end.get("offset").asLong());
            assertThat(reader.end().kind()).isEqualTo(kind(end));
        }
    }

    private static LogFileEnd.Kind kind(JsonNode end) {
        return switch (end.get("kind").asText()) {
            case "clean" -> LogFileEnd.Kind.CLEAN;
            case "padding" -> end.get("zero").asBoolean() ? LogFileEnd.Kind.PADDING : LogFileEnd.Kind.TORN;
            case "torn", "partial" -> LogFileEnd.Kind.TORN;
            case "crc" -> LogFileEnd.Kind.CHECKSUM;
            case "length" -> LogFileEnd.Kind.LENGTH;
            case "magic" -> LogFileEnd.Kind.MAGIC;
            case "empty", "short-header" -> LogFileEnd.Kind.NO_HEADER;
            default -> throw new AssertionError(end);
        };
    }

    @ParameterizedTest
    @MethodSource("snapshots")
    void aSnapshotHasTheContentThatTheManifestTells(Named named) throws IOException {
        FileName name = FileName.of(named.path().getFileName().toString());
        SnapshotFile snapshot = new SnapshotFile(named.path(), name.zxid(), Compression.of(name.last()));
        if (!named.facts.path("invalid").isMissingNode()) {
            assertThatThrownBy(() -> SnapshotReader.check(DISK, snapshot)).isInstanceOf(IOException.class);
            return;
        }
        assertThat(snapshot.looksComplete(DISK)).isTrue();
        int[] counts = new int[2];
        SnapshotSink counting = new SnapshotSink() {
            @Override
            public void session(long id, int timeoutMs) {
                counts[0]++;
            }

            @Override
            public void node(
                    byte[] bytes, int path, int pathLength, int data, int dataLength, List<Acl> acl, int stat) {
                counts[1]++;
            }
        };
        SnapshotReader.Trailer trailer = SnapshotReader.pass(snapshot.open(DISK), counting);
        assertThat(counts[0]).isEqualTo(named.facts.get("sessions").asInt());
        assertThat(counts[1]).isEqualTo(named.facts.get("nodes").asInt());
        JsonNode digest = named.facts.path("digest");
        if (digest.has("zxid")) {
            assertThat(Map.of("zxid", trailer.digestZxid(), "value", trailer.digest()))
                    .isEqualTo(
                            Map.of("zxid", Fixture.hex(digest.get("zxid")), "value", Fixture.hex(digest.get("value"))));
        } else {
            assertThat(trailer.digestVersion()).isZero();
        }
        JsonNode last = named.facts.path("lastProcessedZxid");
        assertThat(trailer.lastProcessedZxid())
                .isEqualTo(last.isMissingNode() || last.isNull() ? -1 : Fixture.hex(last));
    }
}
