package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.server.runtime.LogLines;
import io.paddock.server.storage.SimDisk.Loss;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a member does with data that nobody should believe: hazards H42, H48. */
class MemberRecoveryTest {

    private final SimDisk disk = Records.disk();
    private final Quarantine quarantine = new Quarantine(disk, Records.LOGS, Records.LOGS);

    @Test
    void damagedDataIsMovedAsideAndTheMemberBeginsWithoutAny() throws Exception {
        damage();
        assertThat(run(true).lastZxid()).isEqualTo(-1);
        disk.crash(Loss.NOTHING_SURVIVES);
        assertThat(disk.list(Records.LOGS)).containsExactly("acceptedEpoch", "paddock.quarantine", "quarantine-1");
        assertThat(disk.list(Records.LOGS.resolve("quarantine-1")))
                .containsExactly("currentEpoch", "log.1", "snapshot.0");
        assertThat(quarantine.reason())
                .contains("log.1 is damaged at byte", "first one lost is 0x2")
                .doesNotContain("This server stopped");
    }

    @Test
    void theQuarantineIsRememberedUntilEverythingHasCome() throws Exception {
        damage();
        run(true);
        assertThat(run(true).lastZxid()).isEqualTo(-1);
        quarantine.liftIfRestored();
        assertThat(quarantine.reason()).as("nothing has come").isNotNull();
        snapshot(7);
        quarantine.liftIfRestored();
        disk.crash(Loss.NOTHING_SURVIVES);
        assertThat(quarantine.reason()).isNull();
        assertThat(run(true).lastZxid()).isEqualTo(7);
        assertThat(disk.list(Records.LOGS)).contains("quarantine-1");
    }

    @Test
    void whatComesBeforeTheQuarantineEndsIsMovedAsideAsWell() throws Exception {
        damage();
        run(true);
        snapshot(7);
        assertThat(run(true).lastZxid()).isEqualTo(-1);
        assertThat(disk.list(Records.LOGS.resolve("quarantine-2"))).containsExactly("snapshot.7");
    }

    @Test
    void aMemberWhoseOthersAreNoQuorumRefusesAsAServerThatIsAlone() throws Exception {
        damage();
        assertThatThrownBy(() -> run(false)).isInstanceOf(DamagedData.class).hasMessageContaining("log.1 is damaged");
        assertThat(disk.list(Records.LOGS)).contains("log.1", "snapshot.0").doesNotContain("paddock.quarantine");
        quarantine.declare("its tree is another one");
        assertThatThrownBy(() -> run(false))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining("its tree is another one")
                .hasMessageContaining("paddock.quarantine");
        assertThat(disk.list(Records.LOGS)).contains("log.1", "snapshot.0");
    }

    @Test
    void logsWithoutASnapshotAreForTheOperatorToJudge() throws Exception {
        log(1, 2, 3);
        assertThatThrownBy(() -> run(true)).hasMessageContaining("snapshot.trust.empty");
        assertThat(disk.list(Records.LOGS)).containsExactly("log.1");
    }

    @Test
    void aTornTailIsNoReason() throws Exception {
        snapshot(0);
        log(1, 2, 3);
        try (DiskFile log = disk.edit(Records.LOGS.resolve("log.1"))) {
            log.truncate(LogFormat.HEADER_BYTES + 3 * (LogFormat.FRAME_BYTES + 36) - 3);
            log.force();
        }
        assertThat(run(true).lastZxid()).isEqualTo(2);
        assertThat(disk.list(Records.LOGS)).doesNotContain("paddock.quarantine");
    }

    @Test
    void aDiskThatDoesNotReachADivergenceProvesNothing() throws Exception {
        snapshotWithDigest(7);
        quarantine.declareDiverged(8, "the trees differ");
        assertThat(run(true).lastZxid()).as("it does not reach that far").isEqualTo(-1);
        assertThat(quarantine.reason()).contains("The trees differ after 0x8\nthe trees differ");
    }

    /** The power fails between the received snapshot and the epochs: what it acknowledged before is with its old epoch. */
    @Test
    void whatWasRestoredInHalfProvesNothing() throws Exception {
        snapshotWithDigest(7);
        quarantine.declareDiverged(8, "the trees differ");
        assertThat(run(true).lastZxid()).isEqualTo(-1);
        snapshotWithDigest(9);
        assertThat(run(true).lastZxid()).isEqualTo(-1);
        assertThat(quarantine.reason()).isNotNull();
    }

    @Test
    void aMemberThatBeginsWithoutDataIsMarkedUntilItHasEverything() throws Exception {
        RecoveryOptions options =
                new RecoveryOptions(false, false, true, false, 500, 1 << 20, 1 << 20, 1, SnapshotOptions.DEFAULTS);
        RecoveredState state = new MemberRecovery(disk, Records.LOGS, Records.LOGS, options, true, true).run();
        assertThat(state.lastZxid()).isEqualTo(-1);
        assertThat(quarantine.reason()).isNotNull();
    }

    @Test
    void aVoterThatFindsNothingIsFreshUntilTheOthersHaveTold() throws Exception {
        try (LogLines log = new LogLines(MemberRecovery.class)) {
            for (int start = 0; start < 2; start++) {
                RecoveredState state = run(true);
                assertThat(state.lastZxid()).isEqualTo(-1);
                assertThat(state.fresh()).isTrue();
                assertThat(disk.list(Records.LOGS)).isEmpty();
            }
            assertThat(log.lines().get(0)).asString().startsWith("INFO There are no data in " + Records.LOGS);
        }
        assertThat(run(false).lastZxid())
                .as("the others are no majority without it")
                .isZero();
    }

    @Test
    void theWordOfTheOperatorMakesAVoterThatBeginsWithNothing() throws Exception {
        disk.create(Records.LOGS.resolveSibling("initialize")).close();
        RecoveredState state = run(true);
        assertThat(state.lastZxid()).isZero();
        assertThat(state.fresh()).isFalse();
    }

    private void snapshotWithDigest(long zxid) throws IOException {
        Tree tree = new Tree(3);
        tree.lastZxid(zxid);
        try (TreeCapture capture = tree.capture()) {
            new SnapshotWriter(disk, Records.LOGS, SnapshotOptions.DEFAULTS).write(capture);
        }
    }

    @Test
    void theFirstReasonStays() throws Exception {
        quarantine.declare("one");
        quarantine.declare("two");
        disk.crash(Loss.NOTHING_SURVIVES);
        assertThat(quarantine.reason()).isEqualTo("one");
    }

    private RecoveredState run(boolean othersRestore) throws IOException {
        RecoveryOptions options =
                new RecoveryOptions(false, true, true, false, 500, 1 << 20, 1 << 20, 1, SnapshotOptions.DEFAULTS);
        return new MemberRecovery(disk, Records.LOGS, Records.LOGS, options, othersRestore, true).run();
    }

    /** The second of three records rots. */
    private void damage() throws IOException {
        snapshot(0);
        log(1, 2, 3);
        for (String name : new String[] {"acceptedEpoch", "currentEpoch"}) {
            try (DiskFile file = disk.create(Records.LOGS.resolve(name))) {
                file.write(0, ByteBuffer.wrap(new byte[] {'4'}));
                file.force();
            }
        }
        disk.forceDirectory(Records.LOGS);
        try (LogFileReader reader =
                new LogFileReader(disk, LogFile.list(disk, Records.LOGS).get(0), Long.MAX_VALUE)) {
            reader.next();
            reader.next();
            disk.flip(Records.LOGS.resolve("log.1"), reader.offset() + 20, 1);
        }
    }

    private void log(long... zxids) {
        TxnLog log = new TxnLog(disk, Records.LOGS, 0, Records.small(), TxnLogListener.NONE);
        for (long zxid : zxids) {
            log.append(zxid, Records.error(zxid));
        }
        log.force();
        log.close();
    }

    private void snapshot(long zxid) throws IOException {
        Tree tree = new Tree(3);
        tree.lastZxid(zxid);
        try (TreeCapture capture = tree.capture()) {
            new SnapshotWriter(disk, Records.LOGS, SnapshotOptions.DEFAULTS).write(capture);
        }
    }
}
