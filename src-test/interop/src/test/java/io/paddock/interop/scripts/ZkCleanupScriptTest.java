package io.paddock.interop.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.interop.scripts.Installed.Configured;
import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code zkCleanup.sh} beside Apache's purge command: the same words, the same files. */
class ZkCleanupScriptTest {

    @TempDir
    private static Path folder;

    private static Installed paddock;
    private static Path wholeSnapshot;

    private Configured server;
    private Path snapshots;
    private Path logs;

    @BeforeAll
    static void install() throws IOException {
        paddock = Installed.below(folder);
        Configured first = paddock.configured("first");
        paddock.zkServer("start", first.file().toString());
        paddock.zkServer("stop", first.file().toString());
        wholeSnapshot = first.data().resolve("version-2/snapshot.0");
    }

    @AfterAll
    static void endServers() throws IOException {
        paddock.close();
    }

    @BeforeEach
    void configure(TestInfo test) throws IOException {
        String name = test.getDisplayName().replaceAll("\\W+", "_");
        Path logDirectory = paddock.base().resolve(name + " txns");
        server = paddock.configured(name, "dataLogDir=" + logDirectory);
        snapshots = Files.createDirectories(server.data().resolve("version-2"));
        logs = Files.createDirectories(logDirectory.resolve("version-2"));
    }

    /** Snapshots, and logs that do not begin where the snapshots do. */
    private void fillDirectories() throws IOException {
        for (int i : new int[] {16, 32, 48, 64, 80}) {
            Files.copy(wholeSnapshot, snapshots.resolve("snapshot." + Integer.toHexString(i)));
            Files.createFile(logs.resolve("log." + Integer.toHexString(i - 5)));
            Files.createFile(logs.resolve("log." + Integer.toHexString(i + 5)));
        }
    }

    @Test
    void whatIsNeededStaysAndTheRestGoesAsWithApache() throws IOException {
        fillDirectories();
        Path theirs = paddock.base().resolve("theirs");
        Path theirSnapshots = copy(snapshots, theirs.resolve("data/version-2"));
        Path theirLogs = copy(logs, theirs.resolve("txns/version-2"));
        Outcome apache = purgeWithApache(theirLogs.getParent(), theirSnapshots.getParent(), "-n", "3");

        Outcome ours = cleanup("-n", "3");
        assertThat(ours.exitCode()).isZero();
        assertThat(ours.err()).isEmpty();
        assertThat(names(snapshots)).isEqualTo(names(theirSnapshots)).contains("snapshot.30", "snapshot.50");
        assertThat(names(logs))
                .isEqualTo(names(theirLogs))
                .contains("log.2b", "log.55")
                .doesNotContain("log.25");
        assertThat(removals(ours, server.data(), logs.getParent()))
                .isEqualTo(removals(apache, theirSnapshots.getParent(), theirLogs.getParent()))
                .hasSize(6);
    }

    @Test
    void aDamagedSnapshotIsNotCountedAmongThoseThatStay() throws IOException {
        fillDirectories();
        byte[] damaged = Files.readAllBytes(wholeSnapshot);
        damaged[damaged.length / 2] ^= 1;
        Files.write(snapshots.resolve("snapshot.60"), damaged);
        assertThat(cleanup("-n", "3").exitCode()).isZero();
        assertThat(names(snapshots))
                .contains("snapshot.30", "snapshot.40", "snapshot.50")
                .doesNotContain("snapshot.20");
    }

    @Test
    void aServerMayRunMeanwhile() throws IOException {
        paddock.zkServer("start", server.file().toString());
        fillDirectories();
        assertThat(cleanup("-n", "3").exitCode()).isZero();
        assertThat(names(snapshots)).contains("snapshot.30").doesNotContain("snapshot.0");
        assertThat(FourLetterWord.ask(server.port(), "srvr")).contains("Mode: standalone");
        assertThat(server.pidFile()).exists();
    }

    @Test
    void filesThatAreNoDataStay() throws IOException {
        fillDirectories();
        Files.createFile(snapshots.resolve("currentEpoch"));
        Files.writeString(server.data().resolve("myid"), "1\n");
        cleanup("-n", "3");
        assertThat(names(snapshots)).contains("currentEpoch");
        assertThat(server.data().resolve("myid")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-n", "-n 2", "-n three", "-k 3", "-n 3 more and more"})
    void aWrongCallIsAnsweredAsByApache(String arguments) throws IOException {
        fillDirectories();
        String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
        List<String> before = names(snapshots);
        Outcome ours = cleanup(words);
        Outcome apache = purgeWithApache(logs.getParent(), server.data(), words);
        assertThat(ours.exitCode()).isEqualTo(1).isEqualTo(apache.exitCode());
        assertThat(ours.out()).isEqualTo(withoutLog(apache.out()));
        assertThat(ours.err()).isEqualTo(withoutLog(apache.err()));
        assertThat(names(snapshots)).isEqualTo(before);
    }

    @Test
    void aDirectoryThatDoesNotExistIsNamed() throws IOException {
        Path missing = paddock.base().resolve("missing");
        Files.writeString(server.file(), "dataDir=" + missing + "\n");
        Outcome ours = cleanup("-n", "3");
        assertThat(ours.exitCode()).isEqualTo(1);
        assertThat(ours.err()).isEqualTo("Path '" + missing + "' does not exist. \n");
        assertThat(ours.out()).startsWith("Usage:\nPurgeTxnLog dataLogDir [snapDir] -n count\n\tdataLogDir -- ");
    }

    private Outcome cleanup(String... arguments) throws IOException {
        Stream<String> config = Stream.of("--config", server.file().getParent().toString());
        return paddock.run(
                Map.of(),
                paddock.script("zkCleanup.sh"),
                Stream.concat(config, Stream.of(arguments)).toArray(String[]::new));
    }

    private Outcome purgeWithApache(Path logDirectory, Path dataDirectory, String... arguments) throws IOException {
        Stream<String> program = Stream.of(
                "-cp",
                Installation.apache().classPathArgument(),
                "org.apache.zookeeper.server.PurgeTxnLog",
                logDirectory.toString(),
                dataDirectory.toString());
        return paddock.run(
                Map.of(),
                Path.of(System.getProperty("java.home"), "bin/java"),
                Stream.concat(program, Stream.of(arguments)).toArray(String[]::new));
    }

    /** The lines about removed files, without the places where they were, in any order. */
    private static List<String> removals(Outcome purge, Path data, Path txns) {
        return purge.out()
                .lines()
                .filter(line -> line.startsWith("Removing file: "))
                .map(line -> line.replace(data.toString(), "DATA").replace(txns.toString(), "TXNS"))
                .sorted()
                .toList();
    }

    private static String withoutLog(String text) {
        return String.join(
                "",
                text.lines()
                        .filter(line -> !line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d+ \\[.*"))
                        .map(line -> line + "\n")
                        .toList());
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("paddock.lock"))
                    .sorted()
                    .toList();
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }
}
