package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code db.autocreate=false} an empty directory may be a lost one (storage, section 3.3). */
class EmptyDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void anEmptyDirectoryIsNotServedUnlessItWasInitialized() throws Exception {
        try (ServerProcess server = Servers.quick(directory)
                .property("zookeeper.db.autocreate", "false")
                .prepared()) {
            assertThat(server.startAndAwaitExit()).isEqualTo(1);
            Printed printed = Printed.by(server);
            assertThat(printed.errors()).as(printed.text()).hasSize(2);
            assertThat(printed.errors().get(0))
                    .contains("There is no data in " + directory.resolve("data"), "zkServer-initialize.sh --force");
            Files.createFile(directory.resolve("data/initialize"));
            server.start();
            try (RawClient client = RawClient.session(server.port())) {
                assertThat(client.session().id()).isNotZero();
            }
        }
    }
}
