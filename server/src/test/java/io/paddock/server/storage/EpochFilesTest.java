package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Zxid;
import io.paddock.server.storage.EpochFiles.Epochs;
import io.paddock.server.storage.SimDisk.Loss;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EpochFilesTest {

    private static final Path DIRECTORY = Records.LOGS;

    private final SimDisk disk = Records.disk();

    @Test
    void whatWasWrittenSurvivesTheWorstCrash() throws IOException {
        new EpochFiles(disk, DIRECTORY).write(7, 6);
        disk.crash(Loss.NOTHING_SURVIVES);
        assertThat(new EpochFiles(disk, DIRECTORY).load(Zxid.of(6, 1))).isEqualTo(new Epochs(7, 6));
    }

    @Test
    void missingFilesFollowFromTheHistory() throws IOException {
        assertThat(new EpochFiles(disk, DIRECTORY).load(Zxid.of(3, 9))).isEqualTo(new Epochs(3, 3));
        assertThat(text("currentEpoch")).isEqualTo("3");
        assertThat(text("acceptedEpoch")).isEqualTo("3");
    }

    @Test
    void aHistoryThatWasReceivedAndNotAcknowledgedIsNoReasonToRefuse() throws IOException {
        new EpochFiles(disk, DIRECTORY).write(2, 1);
        assertThat(new EpochFiles(disk, DIRECTORY).load(Zxid.of(2, 3))).isEqualTo(new Epochs(2, 1));
    }

    @Test
    void anEpochWhoseRenamingWasLostIsTakenFromItsUnfinishedFile() throws IOException {
        new EpochFiles(disk, DIRECTORY).write(2, 1);
        write("currentEpoch.tmp", "2");
        assertThat(new EpochFiles(disk, DIRECTORY).load(Zxid.of(2, 3))).isEqualTo(new Epochs(2, 2));
    }

    @Test
    void anAcceptedEpochBehindTheCurrentOneIsRaised() throws IOException {
        write("acceptedEpoch", "1");
        write("currentEpoch", "4");
        assertThat(new EpochFiles(disk, DIRECTORY).load(Zxid.of(4, 1))).isEqualTo(new Epochs(4, 4));
        assertThat(text("acceptedEpoch")).isEqualTo("4");
    }

    @Test
    void aFileWithoutANumberIsReported() throws IOException {
        write("currentEpoch", "four\n");
        assertThatThrownBy(() -> new EpochFiles(disk, DIRECTORY).load(0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Found four in /data/version-2/currentEpoch");
    }

    private void write(String name, String text) throws IOException {
        if (disk.exists(DIRECTORY.resolve(name))) {
            disk.delete(DIRECTORY.resolve(name));
        }
        try (DiskFile file = disk.create(DIRECTORY.resolve(name))) {
            file.write(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private String text(String name) throws IOException {
        try (DiskFile file = disk.read(DIRECTORY.resolve(name))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            return new String(bytes.array(), StandardCharsets.US_ASCII);
        }
    }
}
