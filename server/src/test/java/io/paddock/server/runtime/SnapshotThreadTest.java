package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.metrics.Metrics;
import io.paddock.server.storage.Compression;
import io.paddock.server.storage.Retention;
import io.paddock.server.storage.SimDisk;
import io.paddock.server.storage.SnapshotOptions;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Hazard H6: no snapshot is written of a tree that the history has left. */
class SnapshotThreadTest {

    private static final Path SNAPSHOTS = Path.of("/data/version-2");

    private final SimDisk disk = new SimDisk(1);
    private final HistoryChanges changes = new HistoryChanges();
    private final CompletableFuture<TreeCapture> captured = new CompletableFuture<>();
    private final SnapshotThread thread;
    private final Tree tree = new Tree(1);

    SnapshotThreadTest() {
        disk.createDirectories(SNAPSHOTS);
        tree.lastZxid(0x100000007L);
        thread = new SnapshotThread(
                new SnapshotWriter(disk, SNAPSHOTS, new SnapshotOptions(Compression.NONE, false, false)),
                new Retention(disk, SNAPSHOTS, SNAPSHOTS),
                3,
                () -> captured,
                new Metrics().newCounters(),
                new Object(),
                changes);
    }

    @Test
    void aSnapshotIsWritten() throws Exception {
        thread.request();
        captured.complete(tree.capture());
        expect("snapshot.100000007");
    }

    @Test
    void whatWasCapturedBeforeACutIsNotWrittenAfterItWasAskedFor() throws Exception {
        thread.request();
        changes.begin();
        captured.complete(tree.capture());
        expect();
    }

    @Test
    void whatWasCapturedBeforeACutIsNotWrittenBehindIt() throws Exception {
        thread.request();
        changes.begin();
        changes.end();
        captured.complete(tree.capture());
        expect();
    }

    @Test
    void nothingIsWrittenOfATreeThatIsAboutToBeReplaced() throws Exception {
        changes.begin();
        thread.request();
        captured.complete(tree.capture());
        expect();
    }

    @Test
    void behindACutSnapshotsAreWrittenAgain() throws Exception {
        changes.begin();
        changes.end();
        thread.request();
        captured.complete(tree.capture());
        expect("snapshot.100000007");
    }

    /** That there are these files when the thread has ended. */
    private void expect(String... files) throws InterruptedException, IOException {
        assertThat(thread.stop()).isTrue();
        assertThat(disk.list(SNAPSHOTS)).containsExactly(files);
    }
}
