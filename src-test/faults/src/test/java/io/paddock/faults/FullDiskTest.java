package io.paddock.faults;

import static io.paddock.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.paddock.faults.workload.Workload;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Seeds;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No room for the next byte. The server stops with one message and exit code 1 rather than to acknowledge what is not on
 * disk, and goes on from there when there is room again (storage 11, hazards H41 and H43).
 */
class FullDiskTest {

    private static final int UNEXPECTED_ERROR = 1;
    private static final int UNABLE_TO_ACCESS_DATADIR = 3;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** In units of 512 bytes: any file may have 3 MB. */
    private static final String[] SMALL_FILES = {"sh", "-c", "ulimit -f 6144; exec \"$0\" \"$@\""};

    @TempDir
    private Path directory;

    /** Needs no privileges: the system refuses to let any file of this process grow. */
    @Test
    void aLogThatCannotGrowEndsTheServerAndLosesNothing() throws IOException, InterruptedException {
        ServerSetup setup = Servers.quick(directory).wrappedIn(SMALL_FILES);
        try (ServerProcess server = setup.start()) {
            Workload workload = fillUnderLoad(server);
            assertSaidAndEnded(server, "File too large");
            workload.join();
            setup.wrappedIn();
            server.start();
            workload.resume();
        }
    }

    @Test
    void aFullDiskEndsTheServerAndLosesNothing() throws IOException, InterruptedException {
        try (SmallDisk disk = mount(8);
                ServerProcess server = Servers.quick(directory)
                        .config("dataDir", disk.directory().resolve("data").toString())
                        .start()) {
            disk.fillUpTo(3 << 20);
            Workload workload = fillUnderLoad(server);
            assertSaidAndEnded(server, "No space left on device");
            workload.join();
            disk.clear();
            server.start();
            workload.resume();
            workload.begin();
            workload.awaitAcknowledged(100);
            workload.expectEnd();
            server.kill();
            workload.join();
        }
    }

    @Test
    void aStartOnAFullDiskSaysSo() throws IOException {
        try (SmallDisk disk = mount(1);
                ServerProcess server = Servers.quick(directory)
                        .config("dataDir", disk.directory().resolve("data").toString())
                        .prepared()) {
            Path data = disk.directory().resolve("data/version-2");
            Files.createDirectories(data);
            disk.fillUpTo(0);
            assertThat(server.startAndAwaitExit()).isEqualTo(UNABLE_TO_ACCESS_DATADIR);
            assertThat(Printed.by(server).errors().get(0)).contains(data.toString(), "No space left on device");
            disk.clear();
            Files.writeString(data.resolve("paddock.lock"), "1"); // Its block is there, and none for a snapshot.
            disk.fillUpTo(0);
            assertThat(server.startAndAwaitExit()).isEqualTo(UNEXPECTED_ERROR);
            Printed printed = Printed.by(server);
            printed.hasNoStackTrace();
            assertThat(printed.errors()).hasSize(4);
            assertThat(printed.errors().get(2))
                    .contains(data.toString(), "No space left on device", "free space")
                    .doesNotContain("clientPort", "client port");
            disk.clear();
            server.start();
        }
    }

    @Test
    void snapshotsWithoutRoomAreGivenUpAndTheServerServesOn() throws IOException, InterruptedException {
        try (SmallDisk disk = mount(2);
                ServerProcess server = Servers.quick(directory)
                        .config("dataDir", disk.directory().resolve("data").toString())
                        .config("dataLogDir", directory.resolve("log").toString())
                        .property("zookeeper.snapCount", "100")
                        .property("zookeeper.preAllocSize", "64")
                        .start()) {
            Workload workload = new Workload(server.port(), 2, Seeds.fresh());
            workload.resume();
            try (RawClient client = RawClient.session(server.port())) {
                disk.fillUpTo(300 << 10);
                assertThat(client.call(Op.CREATE, Requests.create("/w9", new byte[500_000], 0))
                                .err())
                        .isZero();
                workload.begin();
                eventually(
                        SOON,
                        () -> assertThat(server.log())
                                .contains("could not be written: No space left on device. Nothing is lost"));
                workload.awaitAcknowledged(200);
                try (Stream<Path> files = Files.list(disk.directory().resolve("data/version-2"))) {
                    assertThat(files.map(file -> file.getFileName().toString()))
                            .filteredOn(name -> !name.startsWith("unfinished-"))
                            .containsExactlyInAnyOrder("snapshot.0", "paddock.lock");
                }
                disk.clear();
                int taken = server.log().split("Snapshot taken").length;
                eventually(
                        SOON,
                        () -> assertThat(server.log().split("Snapshot taken")).hasSizeGreaterThan(taken));
                workload.expectEnd();
                assertThat(client.call(Op.DELETE, Requests.delete("/w9", -1)).err())
                        .isZero();
            }
            server.kill();
            workload.join();
            server.start();
            workload.resume();
            Printed.by(server).hasNoStackTrace();
            try (Stream<Path> files = Files.list(disk.directory().resolve("data/version-2"))) {
                assertThat(files.map(file -> file.getFileName().toString())).hasSizeGreaterThan(2);
            }
        }
    }

    /** Small writes of several clients, and large ones until there is no room. */
    private static Workload fillUnderLoad(ServerProcess server) throws IOException, InterruptedException {
        Workload workload = new Workload(server.port(), 3, Seeds.fresh());
        workload.resume();
        workload.begin();
        workload.awaitAcknowledged(200);
        workload.expectEnd();
        try (RawClient filler = RawClient.session(server.port())) {
            Reply reply;
            do {
                filler.send(Op.SET_DATA, Requests.setData("/", new byte[300_000], -1));
                reply = filler.receiveReply();
            } while (reply != null);
        } catch (IOException ended) {
            // As it should.
        }
        return workload;
    }

    private static void assertSaidAndEnded(ServerProcess server, String reason) throws IOException {
        assertThat(server.awaitExit()).isEqualTo(UNEXPECTED_ERROR);
        Printed printed = Printed.by(server);
        printed.hasNoStackTrace();
        assertThat(printed.errors()).as(printed.text()).hasSize(2);
        assertThat(printed.errors().get(0))
                .contains("Severe unrecoverable error, from thread : paddock-log: The transaction log ")
                .contains("log.1", reason, "are on disk", "free space", "start it again");
        assertThat(printed.errors().get(1)).contains("Exiting JVM with code 1");
    }

    private SmallDisk mount(int sizeMb) throws IOException {
        Path place = Files.createDirectory(directory.resolve("small"));
        SmallDisk disk = SmallDisk.mount(place, sizeMb);
        assumeThat(disk).as("a file system may be mounted").isNotNull();
        return disk;
    }
}
