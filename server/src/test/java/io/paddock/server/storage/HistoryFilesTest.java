package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Path;
import io.paddock.server.QuorumFixture;
import io.paddock.server.storage.SimDisk.Loss;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HistoryFilesTest {

    private final SimDisk disk = Records.disk();
    private final HistoryFiles files = new HistoryFiles(disk, Records.LOGS, Records.LOGS);

    @Test
    void aCutRemovesLaterFilesTheRestOfItsOwnAndSnapshotsBeyondIt() throws Exception {
        snapshot(0);
        Records.write(disk, Records.small(), 1, 2, 3);
        Records.write(disk, Records.small(), 4, 5);
        snapshot(3);
        snapshot(5);
        assertThat(files.truncate(2)).isTrue();
        disk.crash(Loss.NOTHING_SURVIVES);
        assertThat(disk.list(Records.LOGS)).containsExactly("log.1", "snapshot.0");
        assertThat(Records.recover(disk, 0)).containsExactly(1L, 2L);
    }

    @Test
    void theLogGoesOnBehindACut() throws Exception {
        snapshot(0);
        Records.write(disk, Records.small(), 1, 2, 3);
        assertThat(files.truncate(2)).isTrue();
        long next = 1L << 32 | 1;
        Records.write(disk, Records.small(), next);
        assertThat(Records.recover(disk, 0)).containsExactly(1L, 2L, next);
    }

    @Test
    void aCutAtTheSnapshotItselfLeavesNothingBehindIt() throws Exception {
        snapshot(0);
        Records.write(disk, Records.small(), 1, 2, 3);
        snapshot(2);
        assertThat(files.truncate(2)).isTrue();
        assertThat(Records.recover(disk, 2)).isEmpty();
    }

    @Test
    void aCutAtATransactionThatIsNotThereChangesNothing() throws Exception {
        snapshot(5);
        Records.write(disk, Records.small(), 6, 7);
        assertThat(files.truncate(9)).isFalse();
        assertThat(files.truncate(4)).as("before all that is left").isFalse();
        assertThat(Records.recover(disk, 5)).containsExactly(6L, 7L);
    }

    @Test
    void aReceivedSnapshotReplacesEverything() throws Exception {
        snapshot(0);
        Records.write(disk, Records.small(), 1, 2, 3);
        snapshot(3);
        Tree received = new Tree(1);
        received.lastZxid(2);
        try (TreeCapture capture = received.capture()) {
            files.replace(capture, SnapshotOptions.DEFAULTS, () -> {});
        }
        disk.crash(Loss.NOTHING_SURVIVES);
        assertThat(disk.list(Records.LOGS)).containsExactly("snapshot.0", "snapshot.2");
    }

    @Test
    void theRecordedSnapshotOfALeaderIsReadAndSentOn() throws IOException {
        byte[] stream = QuorumFixture.messages("06-rejoin-snap.txt").stream()
                .filter(message -> message.title().startsWith("SNAPSHOT STREAM"))
                .findFirst()
                .orElseThrow()
                .bytes();
        Tree tree = SnapshotReader.readFromLeader(new ByteArrayInputStream(stream), 1, 0x300000002L, 1 << 20)
                .tree();
        assertThat(tree.lastZxid()).isEqualTo(0x300000002L);
        assertThat(tree.sessions()).hasSize(3);
        assertThat(tree.find(Path.of("/sa"))).isNotEqualTo(Tree.NONE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TreeCapture capture = tree.capture()) {
            SnapshotWriter.streamToLearner(capture, out);
        }
        assertThat(out.size()).isEqualTo(stream.length);
        Tree again = SnapshotReader.readFromLeader(
                        new ByteArrayInputStream(out.toByteArray()), 2, 0x300000002L, 1 << 20)
                .tree();
        assertThat(again.digest()).isEqualTo(tree.digest());
        assertThat(again.sessions()).isEqualTo(tree.sessions());
    }

    private void snapshot(long zxid) throws IOException {
        Tree tree = new Tree(1);
        tree.lastZxid(zxid);
        try (TreeCapture capture = tree.capture()) {
            new SnapshotWriter(disk, Records.LOGS, SnapshotOptions.DEFAULTS).write(capture);
        }
    }
}
