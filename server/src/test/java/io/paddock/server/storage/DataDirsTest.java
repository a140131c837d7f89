package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirsTest {

    @TempDir
    Path folder;

    @Test
    void missingDirectoriesAreMadeWithTheirParents() {
        DataDirs directories = DataDirs.of(folder.resolve("a/data"), folder.resolve("b/log"));
        directories.prepare(true);
        assertThat(folder.resolve("a/data/version-2")).isDirectory();
        assertThat(folder.resolve("b/log/version-2")).isDirectory();
    }

    @Test
    void missingDirectoriesAreRefusedIfTheyMayNotBeMade() {
        DataDirs directories = DataDirs.of(folder.resolve("data"), folder.resolve("log"));
        assertRefused(
                directories,
                false,
                "Missing data directory " + directories.logs()
                        + ", automatic data directory creation is disabled (zookeeper.datadir.autocreate is false)."
                        + " Please create this directory manually.");
        directories.logs().toFile().mkdirs();
        assertRefused(
                directories,
                false,
                "Missing snap directory " + directories.snapshots()
                        + ", automatic data directory creation is disabled (zookeeper.datadir.autocreate is false)."
                        + " Please create this directory manually.");
    }

    @Test
    void aFileInTheWayIsRefused() throws IOException {
        Files.writeString(folder.resolve("data"), "no directory");
        DataDirs directories = DataDirs.of(folder.resolve("data"), folder.resolve("data"));
        assertRefused(directories, true, "Unable to create data directory " + directories.logs());
    }

    @Test
    void mixedUpDirectoriesAreRefused() throws IOException {
        DataDirs directories = DataDirs.of(folder.resolve("data"), folder.resolve("log"));
        directories.prepare(true);
        Files.createFile(directories.logs().resolve("log.1"));
        Files.createFile(directories.snapshots().resolve("snapshot.0"));
        directories.prepare(true);
        Files.createFile(directories.snapshots().resolve("log.2"));
        assertRefused(
                directories,
                true,
                "Snapshot directory has log files. Check if dataLogDir and dataDir configuration is correct.");
        Files.createFile(directories.logs().resolve("snapshot.1"));
        assertRefused(
                directories,
                true,
                "Log directory has snapshot files. Check if dataLogDir and dataDir configuration is correct.");
    }

    @Test
    void oneDirectoryMayHoldBoth() throws IOException {
        DataDirs directories = DataDirs.of(folder, folder);
        directories.prepare(true);
        Files.createFile(directories.logs().resolve("log.1"));
        Files.createFile(directories.snapshots().resolve("snapshot.0"));
        directories.prepare(true);
    }

    @Test
    void aSecondServerOfTheSameProcessIsKeptOut() {
        DataDirs directories = DataDirs.of(folder, folder.resolve("log"));
        directories.prepare(true);
        DirectoryLock lock = DirectoryLock.acquire(directories);
        assertInUse(directories);
        assertInUse(DataDirs.of(folder.resolve("other"), folder.resolve("log")));
        lock.close();
        DirectoryLock.acquire(directories).close();
    }

    @Test
    void aSecondProcessIsKeptOutAlsoAfterAFailedAttemptHere() throws Exception {
        DataDirs directories = DataDirs.of(folder, folder);
        directories.prepare(true);
        DirectoryLock lock = DirectoryLock.acquire(directories);
        assertInUse(directories);
        assertThat(otherProcess()).contains("is in use by another server (process " + pid() + ")");
        lock.close();
        assertThat(otherProcess()).isEqualTo("locked");
    }

    @Test
    void theLockIsNoFileThatAServerWouldRead() throws IOException {
        DataDirs directories = DataDirs.of(folder, folder);
        directories.prepare(true);
        DirectoryLock.acquire(directories).close();
        assertThat(new FileDisk().list(directories.logs())).containsExactly(DirectoryLock.NAME);
        assertThat(LogFile.list(new FileDisk(), directories.logs())).isEmpty();
        assertThat(SnapshotFile.list(new FileDisk(), directories.logs())).isEmpty();
    }

    /** Tries to take the lock in a process of its own. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try {
            DirectoryLock.acquire(DataDirs.of(folder, folder)).close();
            System.out.println("locked");
        } catch (UnusableDirectory e) {
            System.out.println(e.getMessage());
        }
    }

    private String otherProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DataDirsTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            return out.readLine();
        }
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static void assertInUse(DataDirs directories) {
        directories.prepare(true);
        assertThatThrownBy(() -> DirectoryLock.acquire(directories))
                .isInstanceOf(UnusableDirectory.class)
                .hasMessageContaining("is in use");
    }

    private static void assertRefused(DataDirs directories, boolean create, String message) {
        assertThatThrownBy(() -> directories.prepare(create))
                .isInstanceOf(UnusableDirectory.class)
                .hasMessage(message)
                .extracting(problem -> ((UnusableDirectory) problem).exitCode())
                .isEqualTo(3);
    }
}
