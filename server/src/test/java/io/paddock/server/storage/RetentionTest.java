package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final Path SNAPSHOTS = Path.of("/data/version-2");
    private static final Path LOGS = Path.of("/logs/version-2");

    private final SimDisk disk = new SimDisk(1);

    RetentionTest() {
        disk.createDirectories(SNAPSHOTS);
        disk.createDirectories(LOGS);
    }

    @Test
    void theNewestSnapshotsAndTheLogsBehindTheOldestOfThemStay() throws IOException {
        snapshots(0, 0x10, 0x20, 0x30, 0x40);
        logs("log.1", "log.f", "log.1f", "log.21", "log.2f", "log.41");
        assertThat(purge(3)).containsExactly("snapshot.0", "snapshot.10", "log.1", "log.f");
        assertThat(disk.list(SNAPSHOTS)).containsExactly("snapshot.20", "snapshot.30", "snapshot.40");
        assertThat(disk.list(LOGS)).containsExactly("log.1f", "log.21", "log.2f", "log.41");
        disk.crash(SimDisk.Loss.NOTHING_SURVIVES);
        assertThat(disk.list(SNAPSHOTS)).hasSize(3);
        assertThat(purge(3)).isEmpty();
    }

    @Test
    void aSnapshotThatCannotBeReadDoesNotCount() throws IOException {
        snapshots(0x10, 0x20, 0x30, 0x40, 0x50);
        disk.flip(SNAPSHOTS.resolve("snapshot.40"), 30, 1);
        disk.create(SNAPSHOTS.resolve("snapshot.60")).close();
        logs("log.11", "log.21", "log.31", "log.41");
        assertThat(purge(3)).containsExactly("snapshot.10");
        assertThat(disk.list(SNAPSHOTS))
                .containsExactly("snapshot.20", "snapshot.30", "snapshot.40", "snapshot.50", "snapshot.60");
        assertThat(disk.list(LOGS)).hasSize(4);
    }

    @Test
    void twoFilesOfOneZxidAreOneSnapshot() throws IOException {
        snapshots(1, 2, 3);
        try (TreeCapture capture = tree(3)) {
            new SnapshotWriter(disk, SNAPSHOTS, new SnapshotOptions(Compression.GZ, true, true)).write(capture);
        }
        assertThat(purge(3)).isEmpty();
    }

    @Test
    void withoutAUsableSnapshotNothingGoes() throws IOException {
        disk.create(SNAPSHOTS.resolve("snapshot.5")).close();
        logs("log.1", "log.6");
        assertThat(purge(3)).isEmpty();
    }

    @Test
    void copiesGoAsWellAndOtherFilesStay() throws IOException {
        snapshots(0x10, 0x20, 0x30);
        logs("log.1", "log.9", "log.f.bak", "log.zz", "log.21", "logbook", "log");
        for (String name : List.of("snapshot.3.tmp", "snapshot.zz", "currentEpoch", "unfinished-snapshot.31")) {
            disk.create(SNAPSHOTS.resolve(name)).close();
        }
        // The copy is no log: log.9 is the one that snapshot.10 needs.
        assertThat(purge(3)).containsExactly("snapshot.3.tmp", "snapshot.zz", "log.1", "log.zz");
        assertThat(disk.list(LOGS)).containsExactly("log", "log.21", "log.9", "log.f.bak", "logbook");
        assertThat(disk.list(SNAPSHOTS)).contains("currentEpoch", "unfinished-snapshot.31");
    }

    @Test
    void fewerThanThreeSnapshotsAreNotKept() {
        assertThatThrownBy(() -> purge(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count should be greater than or equal to 3");
    }

    private List<String> purge(int keep) throws IOException {
        return new Retention(disk, SNAPSHOTS, LOGS)
                .purge(keep).stream().map(path -> path.getFileName().toString()).toList();
    }

    private void snapshots(long... zxids) throws IOException {
        for (long zxid : zxids) {
            try (TreeCapture capture = tree(zxid)) {
                new SnapshotWriter(disk, SNAPSHOTS, SnapshotOptions.DEFAULTS).write(capture);
            }
        }
    }

    private static TreeCapture tree(long zxid) {
        Tree tree = new Tree(1);
        tree.lastZxid(zxid);
        return tree.capture();
    }

    private void logs(String... names) throws IOException {
        for (String name : names) {
            disk.create(LOGS.resolve(name)).close();
        }
        disk.forceDirectory(LOGS);
    }
}
