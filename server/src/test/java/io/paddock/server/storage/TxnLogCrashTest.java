package io.paddock.server.storage;

import static io.paddock.server.storage.Records.LOGS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Power failures at any point of a log's life: what was forced is found again, and what was not is no damage. */
class TxnLogCrashTest {

    @Test
    void everyForcedRecordSurvivesEveryCrash() throws Exception {
        int refusals = 0;
        for (long seed = 1; seed <= 500; seed++) {
            refusals += crashAndRecover(seed);
        }
        assertThat(refusals)
                .as("refusals because sectors of one batch were lost in the middle")
                .isBetween(1, 100);
    }

    /** Several lives of one log. Returns 1 if the last crash left a hole in what was never forced. */
    private static int crashAndRecover(long seed) throws Exception {
        Random random = new Random(seed * 7919);
        SimDisk disk = new SimDisk(seed);
        disk.createDirectories(LOGS);
        long last = 0;
        for (int life = 0; life < 4; life++) {
            TxnLog log = new TxnLog(disk, LOGS, last, Records.small(), TxnLogListener.NONE);
            long acknowledged = last;
            long next = last + 1;
            int steps = random.nextInt(40);
            for (int step = 0; step < steps; step++) {
                int what = random.nextInt(10);
                if (what == 0) {
                    log.roll();
                    acknowledged = log.forcedZxid();
                } else if (what <= 3) {
                    log.force();
                    acknowledged = log.forcedZxid();
                } else {
                    log.append(next, Records.of(next, random.nextInt(3) == 0 ? 1500 : 20));
                    next++;
                }
            }
            boolean forceFailed = false;
            if (random.nextInt(3) == 0) {
                disk.failForceAfter(random.nextInt(2));
                try {
                    log.force();
                    acknowledged = log.forcedZxid();
                } catch (StorageFailure failure) {
                    forceFailed = true;
                    acknowledged = log.forcedZxid();
                }
                disk.failForceAfter(-1);
            }
            SimDisk.Loss loss = disk.crash();
            try (TxnLogReader reader = TxnLogReader.recovering(disk, LOGS, 0, Records.ANY_LENGTH)) {
                long expected = 1;
                while (reader.next()) {
                    assertThat(reader.zxid()).isEqualTo(expected++);
                }
                last = reader.lastZxid();
                LogRepair.apply(disk, LOGS, reader);
            } catch (DamagedData damage) {
                assertThat(loss == SimDisk.Loss.ANY_SECTORS_SURVIVE || forceFailed)
                        .as("seed %d: %s", seed, damage.getMessage())
                        .isTrue();
                return 1;
            }
            assertThat(last).as("seed %d, life %d, %s", seed, life, loss).isBetween(acknowledged, next - 1);
        }
        return 0;
    }

    @Test
    void recordsInTheWayOfATornOneAreNeverDroppedSilently() throws Exception {
        List<Long> all = LongStream.rangeClosed(1, 20).boxed().toList();
        for (int position = 0; position < 2000; position++) {
            SimDisk disk = Records.disk();
            Records.write(
                    disk, Records.small(), all.stream().mapToLong(zxid -> zxid).toArray());
            disk.flip(LOGS.resolve("log.1"), position, 0x20);
            List<Long> found;
            try {
                found = Records.recover(disk, 0);
            } catch (DamagedData refused) {
                assertThat(refused.getMessage()).contains("log.1");
                continue;
            }
            int lastRecord = LogFormat.HEADER_BYTES + 19 * (LogFormat.FRAME_BYTES + 72);
            assertThat(found)
                    .as("a bit of byte %d is flipped", position)
                    .isEqualTo(position >= lastRecord && position < lastRecord + 85 ? all.subList(0, 19) : all);
        }
    }
}
