package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.wire.WireInput;
import io.paddock.server.config.ConfigResult;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.config.ServerConfigReader;
import io.paddock.server.runtime.PaddockServer;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A snapshot may hold ephemerals whose session is in no table: they are removed at the start, without a transaction
 * (server semantics, S12). What clients were told afterwards must not depend on a later snapshot.
 */
class DeadSessionTest {

    @TempDir
    private Path directory;

    @Test
    void aNodeInThePlaceOfADeadEphemeralSurvivesAKill() throws Exception {
        Path data = directory.resolve("data");
        DataFixture fixture = DataFixture.all()
                .filter(one -> one.name().equals("dead-session"))
                .findAny()
                .orElseThrow();
        fixture.copyDataTo(data);
        // Without a log nothing is replayed: only the removal asks for a snapshot.
        Files.delete(data.resolve("version-2/log.9"));
        byte[] old = Files.readAllBytes(data.resolve("version-2/snapshot.8"));
        Path killed = directory.resolve("killed");
        PaddockServer server = server(data);
        server.start();
        assertThat(data.resolve("version-2/snapshot.8"))
                .as("the removal is on disk before anybody is served")
                .satisfies(snapshot -> assertThat(Files.readAllBytes(snapshot)).isNotEqualTo(old));
        try (RawClient client = RawClient.session(server.clientAddress().getPort())) {
            assertThat(client.call(Op.CREATE, Requests.create("/orphan", new byte[] {1, 2}, 0))
                            .err())
                    .isZero();
            copy(data, killed); // What a kill at this moment leaves.
        }
        server.stop();
        assertKept(killed);
        // A fall back to the snapshot that still holds the ephemeral.
        Files.write(data.resolve("version-2/snapshot.8"), old);
        assertKept(data);
    }

    private void assertKept(Path data) throws Exception {
        PaddockServer server = server(data);
        server.start();
        try (RawClient client = RawClient.session(server.clientAddress().getPort())) {
            Reply reply = client.call(Op.GET_DATA, Requests.read("/orphan", false));
            assertThat(reply.err()).isZero();
            WireInput in = reply.in();
            assertThat(in.buffer()).containsExactly(1, 2);
        }
        server.stop();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private PaddockServer server(Path data) throws IOException {
        Path file = directory.resolve("zoo.cfg");
        Files.writeString(file, """
                dataDir=%s
                clientPort=0
                clientPortAddress=127.0.0.1
                tickTime=30000
                admin.enableServer=false
                """.formatted(data));
        ConfigResult result = ServerConfigReader.read(file, new Properties());
        ServerConfig config = ((ConfigResult.Accepted) result).config();
        return new PaddockServer(config, (thread, cause) -> {
            throw new AssertionError(thread, cause);
        });
    }
}
