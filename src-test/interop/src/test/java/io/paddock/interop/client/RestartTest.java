package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.NewNode;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that end and come back. */
@Timeout(180)
class RestartTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void aSessionSurvivesEveryKindOfRestart(ServerKind kind) throws Exception {
        Events events = new Events();
        try (ServerProcess server = kind.start(directory);
                Client client = Client.builder(server.connectString())
                        .sessionTimeout(Duration.ofSeconds(30))
                        .listener(events)
                        .open()) {
            BlockingClient blocking = client.blocking();
            String path = blocking.create(NewNode.ephemeral("/e")).path();
            long session = client.session().orElseThrow().id();
            blocking.addWatch("/", AddWatchMode.PERSISTENT_RECURSIVE, events);
            for (boolean gently : List.of(true, false)) {
                if (gently) {
                    server.stop();
                } else {
                    server.kill();
                }
                events.await("CONNECTING");
                server.start();
                events.await("CONNECTED");
                assertThat(events.next()).isEqualTo("EVENTS_MISSED /");
                assertThat(blocking.exists(path)).isPresent();
                blocking.setData(path, null, Client.ANY_VERSION);
                assertThat(events.next()).isEqualTo("DATA_CHANGED /e");
            }
            assertThat(client.session().orElseThrow().id()).isEqualTo(session);
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void whatWasAnsweredSurvivesAKilledServer(ServerKind kind) throws Exception {
        List<String> answered = new CopyOnWriteArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();
        try (ServerProcess server = kind.start(directory);
                Client client = Client.builder(server.connectString())
                        .sessionTimeout(Duration.ofSeconds(30))
                        .open()) {
            client.blocking().create(NewNode.persistent("/log"));
            Thread writer = new Thread(() -> {
                while (!enough.get()) {
                    try {
                        answered.add(client.blocking()
                                .create(NewNode.persistent("/log/").sequential())
                                .name());
                    } catch (ClientException e) {
                        // Unknown: it is not counted as answered.
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            });
            writer.start();
            for (int i = 0; i < 2; i++) {
                int before = answered.size();
                Eventually.eventually(SOON, () -> assertThat(answered.size()).isGreaterThan(before + 20));
                server.kill();
                server.start();
            }
            enough.set(true);
            writer.join(SOON.toMillis());
            assertThat(client.blocking().getChildren("/log").names()).containsAll(answered);
        }
    }
}
