package io.paddock.server.storage;

import static io.paddock.server.storage.Records.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.server.runtime.LogLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TxnLogTest {

    private final SimDisk disk = Records.disk();

    @Test
    void aRecordIsWrittenAsSpecified() throws Exception {
        TxnLog log = log(0, new TxnLogOptions(0, true, 1000, -1));
        byte[] payload = Records.error(0x2a);
        log.append(0x2a, payload);
        log.force();
        assertThat(hex(LOGS.resolve("log.2a")))
                .isEqualTo("5a4b4c47" + "00000002" + "0000000000000000" // Magic, version, dbid.
                        + "00000000" + "4e2d0b14" // Adler-32 of the payload.
                        + "00000024" // Its length.
                        + "0000000000001234" + "00000007" + "000000000000002a" + "0000018bcfe56800" + "ffffffff"
                        + "fffffffb" // Error -5.
                        + "42");
    }

    @Test
    void aBatchIsForcedOnce() {
        TxnLog log = log(0, Records.small());
        log.append(1, Records.of(1, 10));
        log.force();
        long before = disk.forces();
        for (long zxid = 2; zxid <= 20; zxid++) {
            log.append(zxid, Records.of(zxid, 10));
        }
        assertThat(log.forcedZxid()).isEqualTo(1);
        log.force();
        assertThat(disk.forces()).isEqualTo(before + 1);
        assertThat(log.forcedZxid()).isEqualTo(20);
        log.force();
        assertThat(disk.forces()).as("nothing to force").isEqualTo(before + 1);
    }

    @Test
    void withoutForceSyncNothingIsForced() {
        TxnLog log = log(0, new TxnLogOptions(4096, false, 1000, -1));
        log.append(1, Records.of(1, 10));
        log.force();
        log.close();
        assertThat(disk.forces()).isZero();
    }

    @Test
    void zerosAreWrittenAheadInSteps() throws Exception {
        TxnLog log = log(0, new TxnLogOptions(64L << 20, true, 1000, -1));
        log.append(1, Records.of(1, 10));
        log.force();
        long step = TxnLog.PREALLOCATION_STEP_BYTES;
        assertThat(disk.size(LOGS.resolve("log.1"))).isEqualTo(LogFormat.HEADER_BYTES + step);
        log.append(2, Records.of(2, (int) step));
        log.force();
        assertThat(disk.size(LOGS.resolve("log.1")))
                .as("a record that outgrew the zeros has zeros behind it again")
                .isEqualTo(LogFormat.HEADER_BYTES + 55 + step + 45 + step);
        log.append(3, Records.of(3, 10 << 20));
        log.force();
        assertThat(Records.recover(disk, 0)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aRollOpensANewFileWithTheNextRecordAndStartsTheCounts() throws Exception {
        TxnLog log = log(0, Records.small());
        log.append(1, Records.of(1, 10));
        log.append(2, Records.of(2, 10));
        assertThat(log.recordsSinceRoll()).isEqualTo(2);
        log.roll();
        assertThat(log.forcedZxid()).isEqualTo(2);
        assertThat(log.recordsSinceRoll()).isZero();
        assertThat(log.bytesSinceRoll()).isZero();
        assertThat(disk.list(LOGS)).containsExactly("log.1");
        log.append(3, Records.of(3, 10));
        log.force();
        assertThat(log.recordsSinceRoll()).isEqualTo(1);
        assertThat(log.bytesSinceRoll()).isEqualTo(16 + 4096);
        assertThat(disk.list(LOGS)).containsExactly("log.1", "log.3");
        assertThat(Records.recover(disk, 0)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theSizeLimitOpensANewFileAndKeepsTheCounts() throws Exception {
        TxnLog log = log(0, new TxnLogOptions(4096, true, 1000, 10_000));
        for (long zxid = 0xa; zxid < 0x14; zxid++) {
            log.append(zxid, Records.of(zxid, 1000));
            log.force();
        }
        assertThat(disk.list(LOGS)).containsExactly("log.11", "log.a");
        assertThat(log.recordsSinceRoll()).isEqualTo(10);
        assertThat(log.bytesSinceRoll())
                .isEqualTo(disk.size(LOGS.resolve("log.a")) + disk.size(LOGS.resolve("log.11")));
    }

    @Test
    void aRepeatedZxidNeverOpensAFile() throws Exception {
        TxnLog log = log(0, Records.small());
        log.append(1, Records.of(1, 10));
        log.roll();
        log.append(1, Records.error(1));
        log.append(2, Records.of(2, 10));
        log.force();
        assertThat(disk.list(LOGS)).containsExactly("log.1", "log.2");
        assertThat(Records.recover(disk, 0)).containsExactly(1L, 1L, 2L);
    }

    @Test
    void aLogNeverGoesBack() {
        TxnLog log = log(5, Records.small());
        assertThatThrownBy(() -> log.append(4, Records.of(4, 10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0x4")
                .hasMessageContaining("0x5");
    }

    @Test
    void aFileThatHoldsRecordsIsNotOverwritten() throws Exception {
        Records.write(disk, Records.small(), 7, 8);
        TxnLog log = log(6, Records.small());
        assertThatThrownBy(() -> log.append(7, Records.of(7, 10)))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("log.7")
                .hasMessageContaining("holds records");
        assertThat(Records.recover(disk, 6)).containsExactly(7L, 8L);
    }

    @Test
    void aFileWithoutRecordsIsReplaced() throws Exception {
        try (DiskFile file = disk.create(LOGS.resolve("log.7"))) {
            file.write(0, LogFormat.header());
        }
        Records.write(disk, Records.small(), 7, 8);
        assertThat(Records.recover(disk, 6)).containsExactly(7L, 8L);
    }

    @Test
    void aFailedForceEndsTheLog() {
        TxnLog log = log(0, Records.small());
        log.append(1, Records.of(1, 10));
        log.force();
        log.append(2, Records.of(2, 10));
        disk.failForceAfter(0);
        long before = disk.forces();
        assertThatThrownBy(log::force)
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("log.1")
                .hasMessageContaining("Input/output error")
                .hasMessageContaining("up to 0x1 are on disk")
                .extracting(problem -> ((StorageFailure) problem).exitCode())
                .isEqualTo(1);
        assertThatThrownBy(log::force).as("no second try").isInstanceOf(StorageFailure.class);
        assertThatThrownBy(() -> log.append(3, Records.of(3, 10))).isInstanceOf(StorageFailure.class);
        log.close();
        assertThat(disk.forces()).isEqualTo(before);
        assertThat(log.forcedZxid()).isEqualTo(1);
    }

    @Test
    void aFullDiskEndsTheLogAndLosesNothingAcknowledged() throws Exception {
        TxnLog log = log(0, Records.small());
        log.append(1, Records.of(1, 10));
        log.force();
        disk.capacity(disk.usedBytes() + 100);
        log.append(2, Records.of(2, 8000));
        assertThatThrownBy(log::force).isInstanceOf(StorageFailure.class).hasMessageContaining("No space left");
        log.close();
        disk.kill();
        assertThat(Records.recover(disk, 0)).containsExactly(1L);
    }

    @Test
    void aFullDiskWhenAFileIsMadeEndsTheLog() throws Exception {
        disk.capacity(100);
        TxnLog log = log(0, Records.small());
        assertThatThrownBy(() -> log.append(1, Records.of(1, 10))).isInstanceOf(StorageFailure.class);
        disk.kill();
        assertThat(Records.recover(disk, 0)).isEmpty();
    }

    @Test
    void aSlowForceIsReportedToTheListenerWhichTellsIt() {
        List<Long> slow = new ArrayList<>();
        TxnLogListener listener = new TxnLogListener() {
            @Override
            public void slowForce(Path file, long tookMs, long fileBytes) {
                slow.add(tookMs);
            }
        };
        long[] nanos = {0};
        TxnLog log = new TxnLog(disk, LOGS, 0, Records.small(), listener, () -> nanos[0] += 1_500_000_000L);
        try (LogLines lines = new LogLines(TxnLog.class)) {
            log.append(1, Records.of(1, 10));
            log.force();
            assertThat(lines.lines()).noneMatch(line -> line.contains("fsync"));
        }
        assertThat(slow).containsExactly(1500L);
    }

    @Test
    void theRealFileSystemKeepsALog(@TempDir Path directory) throws Exception {
        FileDisk files = new FileDisk();
        try (TxnLog log = new TxnLog(files, directory, 0, TxnLogOptions.DEFAULTS, TxnLogListener.NONE)) {
            for (long zxid = 1; zxid <= 1000; zxid++) {
                log.append(zxid, Records.of(zxid, 3000));
                if (zxid % 100 == 0) {
                    log.force();
                }
            }
        }
        long expected = 1;
        try (TxnLogReader reader = TxnLogReader.recovering(files, directory, 0, Records.ANY_LENGTH)) {
            while (reader.next()) {
                assertThat(reader.payload()).isEqualTo(Records.of(expected++, 3000));
            }
        }
        assertThat(expected).isEqualTo(1001);
    }

    private TxnLog log(long lastZxid, TxnLogOptions options) {
        return new TxnLog(disk, LOGS, lastZxid, options, TxnLogListener.NONE);
    }

    private String hex(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) disk.size(file));
        disk.read(file).read(0, bytes);
        return HexFormat.of().formatHex(bytes.array());
    }
}
