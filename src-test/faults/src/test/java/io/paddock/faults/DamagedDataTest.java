package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.common.wire.WireInput;
import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.NodeStat;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real server on every damaged, torn and poisoned directory. It serves all that the manifest tells, or it says in one
 * message what is damaged, where, and what to do, and changes nothing. What exactly a reader finds in each directory is
 * compared in the server's own tests.
 */
class DamagedDataTest {

    private static final int UNEXPECTED_ERROR = 1;

    /** How the manifest says where: {@code crc at log.1+617}. */
    private static final Pattern PLACE = Pattern.compile("at (log\\.\\w+)\\+(\\d+)");

    @TempDir
    private Path directory;

    static Stream<DataFixture> served() {
        return DataFixture.all().filter(fixture -> fixture.isOdd() && fixture.mustLoad());
    }

    static Stream<DataFixture> refused() {
        return DataFixture.all().filter(fixture -> fixture.isOdd() && !fixture.mustLoad());
    }

    @ParameterizedTest
    @MethodSource("served")
    void aDirectoryThatLostNothingIsServed(DataFixture fixture) throws IOException {
        fixture.copyDataTo(directory.resolve("data"));
        try (ServerProcess server = Servers.quick(directory).start()) {
            assertThat(FourLetterWord.ask(server.port(), "srvr"))
                    .contains("Zxid: 0x" + Long.toHexString(fixture.lastZxid()) + "\n");
            try (RawClient client = RawClient.session(server.port())) {
                for (JsonNode node : fixture.nodes()) {
                    assertServed(client, node);
                }
                Reply reply = client.call(Op.CREATE, Requests.create("/written", new byte[0], 0));
                assertThat(reply.err()).isZero();
                assertThat(reply.zxid()).as("behind the new session").isEqualTo(fixture.lastZxid() + 2);
            }
            if (!fixture.name().startsWith("snapshot-")) {
                server.kill();
                server.start();
                try (RawClient client = RawClient.session(server.port())) {
                    assertThat(client.call(Op.EXISTS, Requests.read("/written", false))
                                    .err())
                            .as("a log that was repaired is read again")
                            .isZero();
                }
            }
            assertThat(server.log()).doesNotContain("ERROR", "\tat ");
        }
    }

    private static void assertServed(RawClient client, JsonNode node) throws IOException {
        String path = node.get("path").asText();
        Reply reply = client.call(Op.GET_DATA, Requests.read(path, false));
        if (reply.err() == -102) {
            return; // Not for everybody's eyes.
        }
        assertThat(reply.err()).as(path).isZero();
        WireInput in = reply.in();
        byte[] data = in.buffer();
        NodeStat stat = NodeStat.read(in);
        if (!path.startsWith("/zookeeper")) {
            assertThat(data == null ? null : Base64.getEncoder().encodeToString(data))
                    .as("data of %s", path)
                    .isEqualTo(node.get("data").textValue());
        }
        JsonNode expected = node.get("stat");
        assertThat(Map.of(
                        "czxid", stat.czxid(),
                        "mzxid", stat.mzxid(),
                        "version", (long) stat.version(),
                        "cversion", (long) stat.cversion(),
                        "children", (long) stat.numChildren()))
                .as("stat of %s", path)
                .isEqualTo(Map.of(
                        "czxid", DataFixture.hex(expected.get("czxid")),
                        "mzxid", DataFixture.hex(expected.get("mzxid")),
                        "version", expected.get("version").asLong(),
                        "cversion", expected.get("cversion").asLong(),
                        "children", expected.get("numChildren").asLong()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aDirectoryThatLostSomethingIsRefusedWithOneMessage(DataFixture fixture) throws IOException {
        Path data = directory.resolve("data");
        fixture.copyDataTo(data);
        Map<String, Integer> before = contents(data);
        try (ServerProcess server = Servers.quick(directory).prepared()) {
            assertThat(server.startAndAwaitExit()).isEqualTo(UNEXPECTED_ERROR);
            Printed printed = Printed.by(server);
            assertThat(printed.errors()).as(printed.text()).hasSize(2);
            assertThat(printed.errors().get(0))
                    .contains(data.resolve("version-2").toString(), "This server stopped", "keep a copy");
            assertThat(printed.errors().get(1)).contains("Exiting JVM with code 1");
            printed.hasNoStackTrace();
            Matcher place = PLACE.matcher(fixture.expect().path("reason").asText());
            if (place.find()) {
                assertThat(printed.errors().get(0))
                        .contains(place.group(1) + " is damaged at byte " + place.group(2))
                        .contains("last good transaction", "first one lost");
            }
        }
        assertThat(contents(data)).as("nothing is changed").isEqualTo(before);
    }

    private static Map<String, Integer> contents(Path directory) throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("paddock.lock")) {
                    contents.put(
                            directory.relativize(file).toString(), java.util.Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return contents;
    }
}
