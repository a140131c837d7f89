package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.txn.Apply;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.Txn;
import io.paddock.server.txn.TxnDigest;
import io.paddock.server.txn.TxnHeader;
import io.paddock.server.zab.Proposal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {

    private static final java.nio.file.Path DATA = java.nio.file.Path.of("/data");
    private static final java.nio.file.Path FILES = DATA.resolve("version-2");
    private static final java.nio.file.Path MARKER = DATA.resolve("initialize");

    private final SimDisk disk = new SimDisk(5);

    RecoveryTest() {
        disk.createDirectories(FILES);
    }

    @Test
    void anEmptyDirectoryBecomesAnEmptyDatabaseWithASnapshot() throws IOException {
        disk.create(MARKER).close();
        RecoveredState state = recover(disk);
        assertThat(state.lastZxid()).isZero();
        assertThat(state.tree().size()).isEqualTo(4);
        assertThat(state.tree().digest()).isEqualTo(0x51C6D660L);
        assertThat(disk.list(FILES)).containsExactly("snapshot.0");
        assertThat(disk.exists(MARKER)).isFalse();
        disk.crash(SimDisk.Loss.NOTHING_SURVIVES);
        assertThat(recover(disk).statistics().snapshot()).isEqualTo("snapshot.0");
    }

    @Test
    void anEmptyDirectoryMayBeALossIfTheOperatorSaysSo() throws IOException {
        RecoveryOptions careful =
                new RecoveryOptions(false, false, true, true, 500, 1 << 20, 1 << 20, 1, SnapshotOptions.DEFAULTS);
        RecoveredState state = new Recovery(disk, FILES, FILES, careful).run();
        assertThat(state.lastZxid()).isEqualTo(-1);
        assertThat(disk.list(FILES)).isEmpty();
        disk.create(MARKER).close();
        assertThat(new Recovery(disk, FILES, FILES, careful).run().lastZxid()).isZero();
        assertThat(disk.list(FILES)).containsExactly("snapshot.0");
        assertThat(disk.exists(MARKER)).isFalse();
        assertThat(new Recovery(disk, FILES, FILES, careful).run().lastZxid()).isZero();
    }

    @Test
    void theMarkerCountsBesideTheSnapshotsAndBesideTheLogs() throws IOException {
        java.nio.file.Path logs = java.nio.file.Path.of("/logs/version-2");
        disk.createDirectories(logs);
        java.nio.file.Path second = logs.resolveSibling("initialize");
        RecoveryOptions careful =
                new RecoveryOptions(false, false, true, true, 500, 1 << 20, 1 << 20, 1, SnapshotOptions.DEFAULTS);
        for (java.nio.file.Path marker : List.of(MARKER, second)) {
            disk.create(marker).close();
            assertThat(new Recovery(disk, FILES, logs, careful).run().lastZxid())
                    .as("%s", marker)
                    .isZero();
            assertThat(disk.exists(marker)).as("%s", marker).isFalse();
            disk.delete(FILES.resolve("snapshot.0"));
        }
        assertThat(new Recovery(disk, FILES, logs, careful).run().lastZxid()).isEqualTo(-1);
    }

    @Test
    void anUnfinishedHeaderOfTheNewestLogHoldsNothing(@TempDir java.nio.file.Path folder) throws IOException {
        DataDirs copy = Fixture.named("log-short-header").copyTo(folder);
        RecoveredState state =
                new Recovery(new FileDisk(), copy.snapshots(), copy.logs(), RecoveryOptions.defaults(1)).run();
        assertThat(state.lastZxid()).isEqualTo(0xe);
        assertThat(copy.logs().resolve("log.f")).doesNotExist();
    }

    @Test
    void onlyTheLastTransactionsAreKeptForLearners() throws IOException {
        Server server = new Server(disk);
        for (int i = 0; i < 700; i++) {
            server.create();
        }
        server.log.close();
        RecoveredState state = recover(disk);
        assertThat(state.tail()).hasSize(500);
        assertThat(state.tail().get(0).zxid()).isEqualTo(201);
        assertThat(state.tail().get(499).zxid()).isEqualTo(700);
        assertThat(LoggedTxn.decode(state.tail().get(499).payload()).zxid()).isEqualTo(700);
        assertThat(state.tail().get(499).txn().txn())
                .as("what is kept is kept once")
                .isNull();
        assertThat(state.statistics().digestChecks()).isEqualTo(700);
        assertThat(state.statistics().digestMismatches()).isZero();
    }

    /** Five hundred of a megabyte would fill the heap before the server has begun. */
    @Test
    void whatIsKeptForLearnersIsBoundedByBytes() throws IOException {
        Server server = new Server(disk);
        for (int i = 0; i < 50; i++) {
            server.create();
        }
        server.log.close();
        int bytes = recover(disk).tail().get(49).payload().length;
        RecoveryOptions tight = new RecoveryOptions(
                false, true, true, false, 500, 3L * bytes + bytes / 2, 1 << 20, 1, SnapshotOptions.DEFAULTS);
        RecoveredState state = new Recovery(disk, FILES, FILES, tight).run();
        assertThat(state.tail()).extracting(Proposal::zxid).containsExactly(48L, 49L, 50L);
        assertThat(state.tailBase()).isEqualTo(47);
        tight = new RecoveryOptions(false, true, true, false, 500, 1, 1 << 20, 1, SnapshotOptions.DEFAULTS);
        assertThat(new Recovery(disk, FILES, FILES, tight).run().tail()).hasSize(1);
    }

    @Test
    void anIdInTheFormOfSurrogatesIsReadFromTheLog() throws IOException {
        List<Acl> acl = List.of(new Acl(Acl.ALL, new AuthId("digest", "horse=XXXXXX:hash")));
        byte[] payload = Server.logged(new Txn.Create(OpCode.CREATE, Path.of("/u"), null, acl, false, 1, 0), 0, 1)
                .encode();
        int placeholder = new String(payload, StandardCharsets.ISO_8859_1).indexOf("XXXXXX");
        byte[] surrogates = HexFormat.of().parseHex("eda0bdedb0b4");
        System.arraycopy(surrogates, 0, payload, placeholder, surrogates.length);
        Server server = new Server(disk);
        server.log.append(1, payload);
        server.log.close();
        Tree tree = recover(disk).tree();
        assertThat(tree.acl(tree.find(Path.of("/u"))))
                .containsExactly(new Acl(Acl.ALL, new AuthId("digest", "horse=\ud83d\udc34:hash")));
    }

    @Test
    void aDifferentDigestIsCountedAndNotFatal() throws IOException {
        Server server = new Server(disk);
        server.create();
        server.digestOffset = 1;
        server.create();
        server.log.close();
        assertThat(recover(disk).statistics().digestMismatches()).isEqualTo(1);
        RecoveryOptions unchecked =
                new RecoveryOptions(false, true, false, true, 500, 1 << 20, 1 << 20, 1, SnapshotOptions.DEFAULTS);
        assertThat(new Recovery(disk, FILES, FILES, unchecked)
                        .run()
                        .statistics()
                        .digestChecks())
                .isZero();
    }

    /**
     * As a member saves what a leader of Apache's has sent it under load: the tree shows parts of later transactions, and the
     * snapshot's own digest does not tell.
     */
    @Test
    void behindATreeThatIsAheadOfItsNameDigestsCountFromTheFirstThatFits() throws IOException {
        Server server = new Server(disk);
        for (int i = 1; i <= 6; i++) {
            server.digestOffset = i == 6 ? 1 : 0;
            server.write(new Txn.Create(OpCode.CREATE, Path.of("/f" + i), null, Acl.OPEN, false, i, 0), 0);
            if (i == 4) {
                server.tree.lastZxid(1);
                server.snapshot();
                server.tree.lastZxid(4);
            }
        }
        server.log.close();
        RecoveryStatistics statistics = recover(disk).statistics();
        assertThat(statistics.snapshot()).isEqualTo("snapshot.1");
        assertThat(statistics.digestMismatches()).isEqualTo(1);
        assertThat(statistics.earlyMismatches()).isEqualTo(2);
    }

    @Test
    void digestsThatNeverFitAllCount() throws IOException {
        Server server = new Server(disk);
        server.digestOffset = 1;
        for (int i = 0; i < 4; i++) {
            server.create();
        }
        server.log.close();
        assertThat(recover(disk).statistics().digestMismatches()).isEqualTo(4);
    }

    @Test
    void aDamagedSnapshotIsReplacedByAnOlderOneOnlyIfTheLogReachesBack() throws IOException {
        Server server = new Server(disk);
        server.create();
        server.snapshot();
        server.create();
        server.snapshot();
        server.create();
        server.log.close();
        disk.flip(FILES.resolve("snapshot.2"), 100, 4);
        RecoveredState state = recover(disk);
        assertThat(state.statistics().snapshot()).isEqualTo("snapshot.1");
        assertThat(state.statistics().skippedSnapshots()).containsExactly("snapshot.2");
        assertThat(state.lastZxid()).isEqualTo(3);
        disk.delete(FILES.resolve("log.2"));
        assertThatThrownBy(() -> recover(disk))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining("after 0x1 comes 0x3");
    }

    @Test
    void aDamagedSnapshotThatTheLogDoesNotReachIsALoss() throws IOException {
        Server server = new Server(disk);
        server.create();
        server.snapshot();
        server.create();
        server.create();
        server.snapshot();
        server.log.close();
        java.nio.file.Path newest = FILES.resolve("snapshot.3");
        disk.flip(newest, 100, 4);
        disk.delete(FILES.resolve("log.2"));
        assertThatThrownBy(() -> recover(disk))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining(newest.toString())
                .hasMessageContaining("ends at 0x1")
                .hasMessageContaining("proves that 0x3 was applied")
                .hasMessageContaining("the first one lost is 0x2")
                .hasMessageContaining("move " + newest);
        assertThat(disk.list(FILES)).as("nothing was changed").contains("log.1", "snapshot.1", "snapshot.3");
        disk.delete(newest);
        assertThat(recover(disk).lastZxid()).as("as the operator wished").isEqualTo(1);
    }

    @Test
    void anUnfinishedSnapshotAloneIsNoEmptyDatabase() throws IOException {
        disk.create(FILES.resolve("snapshot.5")).close();
        assertThatThrownBy(() -> recover(disk))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining("proves that 0x5 was applied");
        disk.delete(FILES.resolve("snapshot.5"));
        for (String name : List.of("snapshot.0", "snapshot.200000000", "snapshot.7.tmp")) {
            disk.create(FILES.resolve(name)).close();
        }
        assertThat(recover(disk).lastZxid()).as("none of these proves one").isZero();
    }

    @Test
    void aTransactionThatIsNoneIsDamage() throws IOException {
        Server server = new Server(disk);
        server.create();
        server.log.append(2, unknownType(2));
        server.log.append(3, server.payload());
        server.log.close();
        assertThatThrownBy(() -> recover(disk))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining("log.1 is damaged at byte")
                .hasMessageContaining("unknown type 77")
                .hasMessageContaining("first one lost is 0x2");
    }

    /** Bodies that no server wrote, with the right checksum: each is applied or named, and nothing else escapes. */
    @Test
    void aTransactionThatIsGarbageIsAppliedOrDamage() throws IOException {
        List<Acl> acl = List.of(new Acl(Acl.READ, new AuthId("ip", "10.0.0.1")));
        List<Txn> txns = List.of(
                new Txn.Create(OpCode.CREATE, Path.of("/n1/a"), new byte[3], acl, true, 5, 0),
                new Txn.Create(OpCode.CREATE_TTL, Path.of("/n1/t"), null, Acl.OPEN, false, -1, 9),
                new Txn.SetAcl(Path.of("/n1"), acl, 1),
                new Txn.CloseSession(List.of(Path.of("/n1"))),
                new Txn.Multi(
                        List.of(new Txn.Delete(OpCode.DELETE, Path.of("/n1")), new Txn.Check(Path.of("/n1"), 1))));
        int damaged = 0;
        for (long seed = 1; seed <= 1000; seed++) {
            Random random = new Random(seed);
            SimDisk small = new SimDisk(seed);
            small.createDirectories(FILES);
            Server server = new Server(small);
            server.create();
            byte[] payload =
                    Server.logged(txns.get(random.nextInt(txns.size())), 7, 2).encode();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                int body = LogFormat.TYPE_OFFSET + 3;
                payload[body + random.nextInt(payload.length - body)] = (byte) (random.nextInt(40) - 2);
            }
            server.log.append(2, payload);
            server.log.close();
            try {
                recover(small);
            } catch (DamagedData damage) {
                assertThat(damage).hasMessageContaining("transaction 0x2 is right, but");
                damaged++;
            }
        }
        assertThat(damaged).isPositive();
    }

    @Test
    void ephemeralsOfSessionsInNoTableAreRemovedOnlyWhereAsked() throws IOException {
        Server server = new Server(disk);
        server.write(new Txn.CreateSession(30_000), 5);
        server.write(new Txn.Create(OpCode.CREATE, Path.of("/live"), null, Acl.OPEN, true, -1, 0), 5);
        server.write(new Txn.Create(OpCode.CREATE, Path.of("/dead"), null, Acl.OPEN, true, -1, 0), 6);
        server.write(new Txn.Create(OpCode.CREATE_CONTAINER, Path.of("/box"), null, Acl.OPEN, false, -1, 0), 6);
        server.write(new Txn.Create(OpCode.CREATE_TTL, Path.of("/brief"), null, Acl.OPEN, false, -1, 1000), 6);
        server.log.close();
        assertThat(recover(disk).removedEphemerals()).containsExactly(Path.of("/dead"));
        RecoveryOptions follower =
                new RecoveryOptions(false, true, true, false, 500, 1 << 20, 1 << 20, 1, SnapshotOptions.DEFAULTS);
        RecoveredState state = new Recovery(disk, FILES, FILES, follower).run();
        assertThat(state.removedEphemerals()).isEmpty();
        assertThat(state.tree().find(Path.of("/dead"))).isNotEqualTo(Tree.NONE);
    }

    @Test
    void whatReplacedTheEphemeralOfADeadSessionIsThereEvenIfOnlyTheOldSnapshotIs() throws IOException {
        Server server = new Server(disk);
        server.write(new Txn.Create(OpCode.CREATE, Path.of("/dead"), null, Acl.OPEN, true, -1, 0), 6);
        server.snapshot();
        server.log.close();
        Server next = new Server(disk);
        assertThat(next.tree.find(Path.of("/dead"))).isEqualTo(Tree.NONE);
        byte[] data = {1, 2};
        next.write(new Txn.Create(OpCode.CREATE, Path.of("/dead"), data, Acl.OPEN, false, -1, 0), 0);
        next.log.close();
        RecoveredState state = recover(disk);
        assertThat(state.removedEphemerals()).isEmpty();
        assertThat(state.tree().data(state.tree().find(Path.of("/dead")))).isEqualTo(data);
        assertThat(state.statistics().digestMismatches()).isZero();
    }

    /** Several lives with snapshots, purges and power failures: what was acknowledged is there, in the same state. */
    @Test
    void everyAcknowledgedTransactionSurvivesEveryCrash() throws IOException {
        int refusals = 0;
        for (long seed = 1; seed <= 300; seed++) {
            refusals += live(seed) ? 0 : 1;
        }
        assertThat(refusals)
                .as("refusals because sectors of one batch were lost in the middle")
                .isLessThan(60);
    }

    private static boolean live(long seed) throws IOException {
        Random random = new Random(seed * 31);
        SimDisk disk = new SimDisk(seed);
        disk.createDirectories(FILES);
        List<Long> digests = new ArrayList<>(List.of(0x51C6D660L)); // By zxid: of the history as it turned out.
        for (int life = 0; life < 4; life++) {
            Server server;
            try {
                server = new Server(disk);
            } catch (DamagedData damage) {
                assertThat(life).as("seed %d: %s", seed, damage.getMessage()).isPositive();
                return false;
            }
            int end = (int) server.tree.lastZxid();
            assertThat(server.tree.digest()).as("seed %d, life %d", seed, life).isEqualTo(digests.get(end));
            digests.subList(end + 1, digests.size()).clear();
            long acknowledged = end;
            for (int step = random.nextInt(30); step > 0; step--) {
                switch (random.nextInt(8)) {
                    case 0 -> server.snapshot();
                    case 1 -> new Retention(disk, FILES, FILES).purge(3);
                    case 2, 3 -> server.log.force();
                    default -> {
                        server.create();
                        digests.add(server.tree.digest());
                    }
                }
                acknowledged = server.log.forcedZxid();
            }
            SimDisk.Loss loss = disk.crash();
            try {
                assertThat(recover(disk).lastZxid())
                        .as("seed %d, life %d, %s", seed, life, loss)
                        .isGreaterThanOrEqualTo(acknowledged);
            } catch (DamagedData damage) {
                assertThat(loss)
                        .as("seed %d: %s", seed, damage.getMessage())
                        .isEqualTo(SimDisk.Loss.ANY_SECTORS_SURVIVE);
                return false;
            }
        }
        return true;
    }

    private static RecoveredState recover(Disk disk) throws IOException {
        return new Recovery(disk, FILES, FILES, RecoveryOptions.defaults(9)).run();
    }

    private static byte[] unknownType(long zxid) {
        byte[] payload = Records.of(zxid, 0);
        payload[LogFormat.TYPE_OFFSET + 3] = 77;
        return payload;
    }

    /** A server reduced to its storage: starts on a disk, logs and applies, takes snapshots. */
    private static final class Server {
        private final Disk disk;
        private final Tree tree;
        private final TxnLog log;
        private long digestOffset;

        Server(Disk disk) throws IOException {
            this.disk = disk;
            this.tree = recover(disk).tree();
            this.log = new TxnLog(disk, FILES, tree.lastZxid(), Records.small(), TxnLogListener.NONE);
        }

        void create() {
            write(create(tree.lastZxid() + 1), 0);
        }

        byte[] payload() {
            return logged(create(tree.lastZxid() + 2), 0, tree.lastZxid() + 2).encode();
        }

        void write(Txn txn, long session) {
            LoggedTxn logged = logged(txn, session, tree.lastZxid() + 1);
            Apply.replay(tree, logged);
            TxnDigest digest = new TxnDigest(TxnDigest.VERSION, tree.digest() + digestOffset);
            log.append(logged.zxid(), new LoggedTxn(logged.header(), txn, digest).encode());
        }

        void snapshot() throws IOException {
            log.roll();
            try (TreeCapture capture = tree.capture()) {
                new SnapshotWriter(disk, FILES, SnapshotOptions.DEFAULTS).write(capture);
            }
        }

        private static Txn create(long zxid) {
            byte[] data = ("data of " + zxid).repeat(1 + (int) zxid % 60).getBytes(StandardCharsets.US_ASCII);
            return new Txn.Create(OpCode.CREATE, Path.of("/n" + zxid), data, Acl.OPEN, false, -1, 0);
        }

        private static LoggedTxn logged(Txn txn, long session, long zxid) {
            return new LoggedTxn(new TxnHeader(session, 0, zxid, 1000 + zxid, txn.type()), txn, null);
        }
    }
}
