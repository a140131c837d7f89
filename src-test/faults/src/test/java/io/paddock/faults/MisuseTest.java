package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may get wrong at a start: one message, the documented exit code, nothing touched. */
class MisuseTest {

    private static final int UNEXPECTED_ERROR = 1;
    private static final int UNABLE_TO_ACCESS_DATADIR = 3;

    @TempDir
    private Path directory;

    @Test
    void aPortInUseIsSaid() throws IOException {
        try (ServerProcess first = Servers.quick(directory.resolve("first")).start();
                ServerProcess second =
                        Servers.quick(directory.resolve("second")).prepared()) {
            second.usePort(first.port());
            Printed printed = ends(second, UNEXPECTED_ERROR);
            assertThat(printed.errors().get(0))
                    .contains("Unexpected exception, exiting abnormally", "in use", Integer.toString(first.port()))
                    .contains("end the other process or set another clientPort");
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void anAddressOfAnotherMachineIsSaid() throws IOException {
        ServerSetup setup = Servers.quick(directory).config("clientPortAddress", "192.0.2.1");
        try (ServerProcess server = setup.prepared()) {
            Printed printed = ends(server, UNEXPECTED_ERROR);
            assertThat(printed.errors().get(0)).contains("Unexpected exception, exiting abnormally", "192.0.2.1");
        }
    }

    @Test
    void aSecondServerKeepsOutOfTheDirectory() throws IOException {
        try (ServerProcess first = Servers.quick(directory).start();
                ServerProcess second = Servers.quick(directory.resolve("second"))
                        .config("dataDir", directory.resolve("data").toString())
                        .prepared()) {
            Printed printed = ends(second, UNABLE_TO_ACCESS_DATADIR);
            assertThat(printed.errors().get(0))
                    .contains("is in use by another server (process " + first.pid() + ")")
                    .contains("stop the other one, or give this one a dataDir of its own");
            try (OtherClient client = OtherClient.of(first.port())) {
                client.isServed();
            }
            first.kill();
            second.start();
            try (OtherClient client = OtherClient.of(second.port())) {
                client.isServed();
            }
        }
    }

    @Test
    void aFileWhereTheDirectoryShouldBeIsSaid() throws IOException {
        Files.writeString(directory.resolve("data"), "no directory");
        try (ServerProcess server = Servers.quick(directory).prepared()) {
            assertThat(ends(server, UNABLE_TO_ACCESS_DATADIR).errors().get(0))
                    .contains("Unable to create data directory " + directory.resolve("data/version-2"));
        }
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsSaid() throws IOException {
        Path data = directory.resolve("data/version-2");
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
        // The superuser may write anywhere, unless he gives that up.
        String[] wrapper = Files.isWritable(data) ? Privileges.WITHOUT : new String[0];
        assumeThat(wrapper.length == 0 || Privileges.canBeGivenUp()).isTrue();
        try (ServerProcess server = Servers.quick(directory).wrappedIn(wrapper).prepared()) {
            assertThat(ends(server, UNABLE_TO_ACCESS_DATADIR).errors().get(0))
                    .contains("Cannot write to data directory " + data);
        } finally {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aMissingDirectoryIsSaidIfItMayNotBeMade() throws IOException {
        ServerSetup setup = Servers.quick(directory).property("zookeeper.datadir.autocreate", "false");
        try (ServerProcess server = setup.prepared()) {
            assertThat(ends(server, UNABLE_TO_ACCESS_DATADIR).errors().get(0))
                    .contains("Missing data directory " + directory.resolve("data/version-2"))
                    .contains("Please create this directory manually");
        }
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void mixedUpDirectoriesAreSaid() throws IOException {
        Path logs = directory.resolve("logs");
        Files.createDirectories(logs.resolve("version-2"));
        Files.createFile(logs.resolve("version-2/snapshot.5"));
        try (ServerProcess server =
                Servers.quick(directory).config("dataLogDir", logs.toString()).prepared()) {
            assertThat(ends(server, UNABLE_TO_ACCESS_DATADIR).errors().get(0))
                    .contains("Log directory has snapshot files. Check if dataLogDir and dataDir configuration is"
                            + " correct.");
        }
    }

    /** It ends with this code, one message, the line with the code, and for the directory a line for scripts. */
    private static Printed ends(ServerProcess server, int exitCode) throws IOException {
        assertThat(server.startAndAwaitExit()).as(server.log()).isEqualTo(exitCode);
        Printed printed = Printed.by(server);
        printed.hasNoStackTrace();
        assertThat(printed.errors()).as(printed.text()).hasSize(2);
        assertThat(printed.errors().get(1)).contains("Exiting JVM with code " + exitCode);
        assertThat(printed.text().lines().filter("Unable to access datadir, exiting abnormally"::equals))
                .hasSize(exitCode == UNABLE_TO_ACCESS_DATADIR ? 1 : 0);
        return printed;
    }
}
