package io.paddock.server.storage;

import static io.paddock.server.storage.Records.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TxnLogReaderTest {

    private static final int RECORD = LogFormat.FRAME_BYTES + LogFormat.TXN_HEADER_BYTES + 40;

    private final SimDisk disk = Records.disk();

    @ParameterizedTest(name = "snapshot {0}, logs {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # Within an epoch each zxid follows its predecessor.
            0           | 1,2,3 4,5                             | 1,2,3,4,5
            0           | 1,2,3 5                               | missing
            0           | 1,3                                   | missing
            0           | 2                                     | missing
            # What the snapshot covers is passed over, and need not be there.
            3           | 1,2,3 4,5                             | 4,5
            3           | 4,5                                   | 4,5
            3           | 5                                     | missing
            3           | 1,2                                   |
            5           | 1,2,3 4,5                             |
            # A new epoch starts with counter 1, and with nothing else.
            0           | 100000001,100000002                   | 100000001,100000002
            100000005   | 200000001                             | 200000001
            0           | 1,2,300000001                         | 1,2,300000001
            100000005   | 200000002                             | missing
            0           | 1,2,300000007                         | missing
            # A tail that the snapshot replaced is harmless.
            200000007   | 100000001,100000002 200000008         | 200000008
            200000000   | 100000001,100000002 200000001         | 200000001
            # Files that repeat what was read.
            0           | 1,2,3 2,3,4                           | 1,2,3,4
            2           | 1,2,3 2,3,4                           | 3,4
            0           | 5,6 1                                 | missing
            0           | 1,2,3,2                               | goes back
            # An error may repeat its predecessor's zxid.
            0           | 1,e1,2,e2,e2 3                        | 1,1,2,2,2,3
            0           | 1 e1,2                                | goes back
            """)
    void aHistoryWithoutHolesIsRead(String snapshot, String files, String expected) throws Exception {
        for (String file : files.split(" ")) {
            write(file.split(","));
        }
        long after = Long.parseLong(snapshot, 16);
        if (expected == null || Character.isDigit(expected.charAt(0))) {
            List<Long> zxids = expected == null
                    ? List.of()
                    : Stream.of(expected.split(","))
                            .map(zxid -> Long.parseLong(zxid, 16))
                            .toList();
            assertThat(Records.recover(disk, after)).isEqualTo(zxids);
            return;
        }
        assertThatThrownBy(() -> Records.recover(disk, after))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining(expected);
    }

    @Test
    void aRepetitionThatIsNotOneIsRefused() throws Exception {
        write("1", "2", "3");
        file(2, Records.of(2, 41));
        assertThatThrownBy(() -> Records.recover(disk, 0))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining("Two histories");
    }

    @Test
    void aDamagedPlaceIsNamedWithWhatIsLost() throws Exception {
        write("1", "2", "3", "4", "5");
        Path log = LOGS.resolve("log.1");
        int third = LogFormat.HEADER_BYTES + 2 * RECORD;
        disk.flip(log, third + 50, 0x01);
        assertThatThrownBy(() -> Records.recover(disk, 0))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining(log.toString())
                .hasMessageContaining("at byte " + third)
                .hasMessageContaining("last good transaction before it is 0x2")
                .hasMessageContaining("first one lost is 0x3")
                .hasMessageContaining("valid transaction 0x4 follows at byte " + (third + RECORD))
                .hasMessageContaining("bin/zkTxnLogToolkit.sh");
    }

    @Test
    void aTornTailIsCutSoThatLaterItCanBeTold() throws Exception {
        write("1", "2", "3");
        Path log = LOGS.resolve("log.1");
        int last = LogFormat.HEADER_BYTES + 2 * RECORD;
        disk.flip(log, last + 60, 0x01);
        assertThat(recoverAndRepair(0)).containsExactly(1L, 2L);
        assertThat(disk.size(log)).isEqualTo(last);
        Records.write(disk, Records.small(), 3, 4);
        assertThat(Records.recover(disk, 0)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aWrongChecksumAtTheEndOfAnOlderFileIsDamage() throws Exception {
        write("1", "2", "3");
        disk.flip(LOGS.resolve("log.1"), LogFormat.HEADER_BYTES + 2 * RECORD + 60, 0x01);
        Records.write(disk, Records.small(), 3, 4);
        assertThatThrownBy(() -> Records.recover(disk, 0))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining("log.1")
                .hasMessageContaining("the newer log log.3 holds transactions from 0x3 on");
    }

    @Test
    void aTornRecordBeforeAFileThatGoesOnBehindItIsDamage() throws Exception {
        write("1", "2", "3");
        cut(LOGS.resolve("log.1"), LogFormat.HEADER_BYTES + 2 * RECORD + 60);
        write("4", "5");
        assertThatThrownBy(() -> Records.recover(disk, 0))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining("log.1 is damaged at byte " + (LogFormat.HEADER_BYTES + 2 * RECORD))
                .hasMessageContaining("the newer log log.4 goes on with 0x4");
    }

    @Test
    void anUnusedFileTellsThatMoreWasWritten() throws Exception {
        write("1", "2", "3");
        cut(LOGS.resolve("log.1"), LogFormat.HEADER_BYTES + 2 * RECORD + 60);
        disk.create(LOGS.resolve("log.4")).close();
        assertThatThrownBy(() -> Records.recover(disk, 0)).isInstanceOf(DamagedData.class);
    }

    @Test
    void unusedFilesAtTheEndAreRemoved() throws Exception {
        write("1", "2");
        cut(LOGS.resolve("log.1"), LogFormat.HEADER_BYTES + RECORD + 5);
        disk.create(LOGS.resolve("log.2")).close();
        assertThat(recoverAndRepair(0)).containsExactly(1L);
        assertThat(disk.list(LOGS)).containsExactly("log.1");
        assertThat(disk.size(LOGS.resolve("log.1"))).isEqualTo(LogFormat.HEADER_BYTES + RECORD);
    }

    @Test
    void aNewestFileOfZerosWasNeverWritten() throws Exception {
        write("1", "2");
        try (DiskFile blank = disk.create(LOGS.resolve("log.3"))) {
            blank.write(0, ByteBuffer.allocate(5000));
        }
        assertThat(recoverAndRepair(0)).containsExactly(1L, 2L);
        assertThat(disk.list(LOGS)).containsExactly("log.1");
    }

    @Test
    void aFileOfZerosBeforeAnotherIsDamage() throws Exception {
        write("1", "2");
        try (DiskFile blank = disk.create(LOGS.resolve("log.3"))) {
            blank.write(0, ByteBuffer.allocate(5000));
        }
        write("4");
        assertThatThrownBy(() -> Records.recover(disk, 0))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining("log.3");
    }

    @Test
    void aSectorThatLostItsContentIsFoundByWhatFollows() throws Exception {
        write("1", "2", "3", "4", "5", "6", "7", "8", "9", "a");
        try (DiskFile file = disk.edit(LOGS.resolve("log.1"))) {
            int third = LogFormat.HEADER_BYTES + 2 * RECORD;
            file.write(third, ByteBuffer.allocate(2 * RECORD)); // Looks like padding.
        }
        assertThatThrownBy(() -> Records.recover(disk, 0))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining("first one lost is 0x3; the valid transaction 0x5 follows");
    }

    @Test
    void aRecordOfAnyLengthIsReadIfItIsWhole() throws Exception {
        try (TxnLog log = new TxnLog(disk, LOGS, 0, Records.small(), TxnLogListener.NONE)) {
            log.append(1, Records.of(1, 3 << 20));
            log.append(2, Records.of(2, 5));
        }
        assertThat(Records.recover(disk, 0)).containsExactly(1L, 2L);
    }

    @Test
    void copiesOfLogsAreNotRead() throws Exception {
        write("1", "2");
        for (String name : List.of("log.3.bak", "log", "log.zz", "log.ffffffffffffffff", "logs.3", "log.3.fixed")) {
            disk.create(LOGS.resolve(name)).close();
        }
        assertThat(Records.recover(disk, 0)).containsExactly(1L, 2L);
        assertThat(LogFile.strays(disk, LOGS)).containsExactly("log.3.bak", "log.3.fixed");
    }

    @Test
    void logsAreOrderedByNumberNotByText() throws Exception {
        write("8", "9");
        write("a");
        write("b", "c", "d", "e", "f");
        write("10", "11");
        assertThat(Records.recover(disk, 8)).containsExactly(9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L);
    }

    @Test
    void aFollowingReaderStopsAtTheEndOfWhatIsWritten() throws Exception {
        TxnLog log = new TxnLog(disk, LOGS, 0, Records.small(), TxnLogListener.NONE);
        log.append(1, Records.of(1, 40));
        log.append(2, Records.of(2, 40));
        log.force();
        log.append(3, Records.of(3, 40));
        assertThat(follow(0)).containsExactly(1L, 2L);
        log.force();
        try (DiskFile file = disk.edit(LOGS.resolve("log.1"))) {
            file.write(LogFormat.HEADER_BYTES + 3 * RECORD, ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 1, 2, 3, 4}));
        }
        assertThat(follow(1)).as("half a record is the end").containsExactly(2L, 3L);
        assertThat(follow(3)).isEmpty();
    }

    @Test
    void aFollowingReaderReportsThatTheStartIsMissing() throws Exception {
        write("5", "6");
        assertThatThrownBy(() -> follow(2)).isInstanceOf(DamagedData.class).hasMessageContaining("missing");
    }

    private List<Long> follow(long after) throws IOException {
        List<Long> zxids = new ArrayList<>();
        try (TxnLogReader reader = TxnLogReader.following(disk, LOGS, after)) {
            while (reader.next()) {
                zxids.add(reader.zxid());
            }
        }
        return zxids;
    }

    private List<Long> recoverAndRepair(long after) throws IOException {
        List<Long> zxids = new ArrayList<>();
        try (TxnLogReader reader = TxnLogReader.recovering(disk, LOGS, after, Records.ANY_LENGTH)) {
            while (reader.next()) {
                zxids.add(reader.zxid());
            }
            LogRepair.apply(disk, LOGS, reader);
        }
        return zxids;
    }

    private void cut(Path file, long size) throws IOException {
        try (DiskFile open = disk.edit(file)) {
            open.truncate(size);
        }
    }

    /** A file of records with these zxids in hexadecimal; {@code e} before one makes it an error. */
    private void write(String... zxids) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        long first = -1;
        for (String zxid : zxids) {
            boolean error = zxid.startsWith("e") && zxid.length() > 1;
            long value = Long.parseLong(error ? zxid.substring(1) : zxid, 16);
            first = first < 0 ? value : first;
            payloads.add(error ? Records.error(value) : Records.of(value, 40));
        }
        file(first, payloads.toArray(byte[][]::new));
    }

    private void file(long zxid, byte[]... payloads) throws IOException {
        Path path = LogFile.in(LOGS, zxid).path();
        if (disk.exists(path)) {
            path = LOGS.resolve("log.0" + Long.toHexString(zxid));
        }
        try (DiskFile file = disk.create(path)) {
            file.write(0, LogFormat.header());
            for (byte[] payload : payloads) {
                file.write(file.size(), Records.frame(payload));
            }
            file.write(file.size(), ByteBuffer.allocate(1000));
        }
    }
}
