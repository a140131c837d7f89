package io.paddock.server.replica;

import static io.paddock.server.replica.ReplicaBench.create;
import static io.paddock.server.replica.ReplicaBench.setData;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.CreateMode;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.CloseSession;
import io.paddock.server.replica.ReplicaBench.Asker;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.Txn;
import io.paddock.server.zab.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions, order and time of one replica: server semantics, sections 4.3, 6 and 14; hazards H33, H34, H40. */
class ReplicaTest {

    private static final Asker ASKER = new Asker("client");

    private final ReplicaBench bench = new ReplicaBench();
    private final Object connection = new Object();

    // Agreement and the stream.

    @Test
    void nothingIsAppliedOrAnsweredBeforeItIsOnDisk() {
        long session = bench.open(connection, 5000);
        bench.write(ASKER, session, connection, create("/a", CreateMode.PERSISTENT));

        assertThat(bench.replica.hasNews()).isFalse();
        assertThat(bench.exists("/a")).isFalse();
        assertThat(bench.replica.outstanding()).isEqualTo(1);
        Applied applied = bench.sync();
        assertThat(applied.answers()).hasSize(1);
        assertThat(applied.answers().get(0).origin()).isSameAs(ASKER);
        assertThat(applied.answers().get(0).zxid()).isEqualTo(2);
        assertThat(applied.lastZxid()).isEqualTo(2);
        assertThat(bench.exists("/a")).isTrue();
    }

    @Test
    void eachStepIsALinkBehindTheOneBefore() {
        Applied start = bench.replica.tail();
        assertThat(start.next()).isNull();
        long session = bench.open(connection, 5000);
        Applied opened = start.next();
        bench.write(ASKER, session, connection, create("/a", CreateMode.PERSISTENT));
        bench.write(ASKER, session, connection, setData("/a"));
        Applied written = bench.sync();

        assertThat(opened.next()).isSameAs(written);
        assertThat(written.next()).isNull();
        assertThat(written).isSameAs(bench.replica.tail());
        assertThat(written.changes()).hasSize(2);
        assertThat(written.answers()).extracting(Answer::zxid).containsExactly(2L, 3L);
        assertThat(opened.opened()).hasSize(1);
    }

    @Test
    void whatIsOnDiskFirstIsAppliedFirst() {
        long session = bench.open(connection, 5000);
        bench.write(ASKER, session, connection, create("/a", CreateMode.PERSISTENT));
        bench.write(ASKER, session, connection, create("/a/b", CreateMode.PERSISTENT));
        bench.replica.onLogSynced(2);
        bench.replica.applyCommitted();
        assertThat(bench.exists("/a")).isTrue();
        assertThat(bench.exists("/a/b")).isFalse();
        assertThat(bench.tree.lastZxid()).isEqualTo(2);
    }

    @Test
    void zxidsAreConsecutiveAlsoForWhatFails() {
        long session = bench.open(connection, 5000);
        bench.write(ASKER, session, connection, create("/a/b", CreateMode.PERSISTENT));
        bench.write(ASKER, session, connection, OpCode.CREATE, null);
        bench.write(ASKER, session, connection, create("/a", CreateMode.PERSISTENT));
        assertThat(bench.log).extracting(Proposal::zxid).containsExactly(1L, 2L, 3L, 4L);
        assertThat(bench.sync().answers())
                .extracting(answer -> answer.outcome().err())
                .containsExactly(ErrorCode.NO_NODE.code(), ErrorCode.MARSHALLING_ERROR.code(), 0);
    }

    @Test
    void zxidsGoOnBehindTheHistoryAndANewEpochBeginsWhenTheCounterEnds() {
        Tree tree = new Tree(1);
        tree.lastZxid(0x3_ffff_fffeL);
        ReplicaBench aged = new ReplicaBench(tree, ReplicaBench.OPTIONS);
        long session = aged.open(connection, 5000);
        aged.write(ASKER, session, connection, create("/a", CreateMode.PERSISTENT));
        aged.sync();
        assertThat(aged.log.get(0).zxid()).isEqualTo(0x3_ffff_ffffL);
        assertThat(aged.log.get(1).zxid() >>> 32).isEqualTo(4);
        assertThat(aged.tree.lastZxid()).isEqualTo(aged.log.get(1).zxid());
    }

    // Opening and resuming.

    @Test
    void aNewSessionIsOpenWhenItsTransactionIsApplied() {
        bench.replica.onOpenSession(connection, 5000);
        assertThat(bench.replica.hasNews()).isFalse();
        SessionOpened opened = bench.sync().opened().get(0);
        assertThat(opened.connection()).isSameAs(connection);
        assertThat(opened.timeoutMs()).isEqualTo(5000);
        assertThat(opened.sessionId() >>> 56).isEqualTo(1);
        assertThat(bench.tree.sessions()).containsEntry(opened.sessionId(), 5000);
    }

    @Test
    void everySessionHasAnIdOfItsOwn() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.add(bench.open(new Object(), 5000));
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void aResumedSessionIsAnsweredWithItsNewTimeoutAndTakesNoZxid() {
        long session = bench.open(connection, 5000);
        Object other = new Object();
        bench.replica.onResumeSession(other, session, 7000);
        assertThat(bench.replica.hasNews()).isTrue();
        Applied applied = bench.sync();
        assertThat(applied.opened()).containsExactly(new SessionOpened(other, session, 7000));
        assertThat(bench.log).hasSize(1);
        assertThat(bench.tree.sessions()).containsEntry(session, 5000);
    }

    @Test
    void anUnknownSessionIsRefused() {
        bench.replica.onResumeSession(connection, 12345, 7000);
        assertThat(bench.sync().opened().get(0).refused()).isTrue();
    }

    @Test
    void aClosingSessionIsRefusedFromTheMomentItsCloseIsNumbered() {
        long session = bench.open(connection, 5000);
        bench.write(ASKER, session, connection, new CloseSession());
        bench.replica.onResumeSession(new Object(), session, 7000);
        bench.write(new Asker("late"), session, connection, create("/e", CreateMode.EPHEMERAL));
        Applied applied = bench.sync();

        assertThat(applied.opened().get(0).refused()).isTrue();
        assertThat(applied.answers().get(1).outcome().err()).isEqualTo(ErrorCode.SESSION_EXPIRED.code());
        assertThat(applied.closedSessions()).containsExactly(session);
        assertThat(bench.exists("/e")).isFalse();
        assertThat(bench.tree.ephemeralCount()).isZero();
    }

    @Test
    void noEphemeralIsNumberedBehindTheCloseOfItsSession() {
        long session = bench.open(connection, 5000);
        bench.write(ASKER, session, connection, create("/before", CreateMode.EPHEMERAL));
        bench.write(ASKER, session, connection, new CloseSession());
        bench.write(ASKER, session, connection, create("/after", CreateMode.EPHEMERAL));
        bench.sync();
        assertThat(bench.exists("/before")).isFalse();
        assertThat(bench.exists("/after")).isFalse();
        assertThat(((Txn.CloseSession) bench.log.get(2).txn().txn()).paths()).containsExactly(Path.of("/before"));
    }

    // Moves.

    @Test
    void aWriteOverAConnectionThatLostItsSessionIsAnsweredByAnEndWithoutReply() {
        long session = bench.open(connection, 5000);
        Object other = new Object();
        bench.write(new Asker("before"), session, connection, create("/a", CreateMode.PERSISTENT));
        bench.replica.onResumeSession(other, session, 5000);
        bench.write(ASKER, session, connection, create("/b", CreateMode.PERSISTENT));
        bench.write(new Asker("new"), session, other, create("/c", CreateMode.PERSISTENT));
        Applied applied = bench.sync();

        assertThat(applied.answers())
                .filteredOn(answer -> answer.outcome() == null)
                .extracting(Answer::origin)
                .containsExactly(ASKER);
        assertThat(bench.exists("/a")).isTrue();
        assertThat(bench.exists("/b")).isFalse();
        assertThat(bench.exists("/c")).isTrue();
        assertThat(bench.log).hasSize(3);
    }

    @Test
    void anyConnectionMayCloseTheSession() {
        long session = bench.open(connection, 5000);
        bench.replica.onResumeSession(new Object(), session, 5000);
        bench.write(ASKER, session, connection, new CloseSession());
        Applied applied = bench.sync();
        assertThat(applied.answers().get(0).outcome().err()).isZero();
        assertThat(applied.closedSessions()).containsExactly(session);
    }

    @Test
    void afterAStartASessionBelongsToTheFirstThatComesAndHasItsFullTimeout() {
        Tree tree = new Tree(1);
        tree.addSession(77, 5000);
        ReplicaBench restarted = new ReplicaBench(tree, ReplicaBench.OPTIONS);
        restarted.pass(4900);
        restarted.sync();
        assertThat(restarted.log).isEmpty();
        restarted.write(ASKER, 77, connection, create("/e", CreateMode.EPHEMERAL));
        assertThat(restarted.sync().answers().get(0).outcome().err()).isZero();
        restarted.pass(1200);
        assertThat(restarted.sync().closedSessions()).containsExactly(77L);
        assertThat(restarted.exists("/e")).isFalse();
    }

    // Expiry.

    @Test
    void aSilentSessionExpiresBetweenItsTimeoutAndATickMoreAndItsEphemeralsGoThen() {
        long session = bench.open(connection, 5000);
        bench.write(ASKER, session, connection, create("/e", CreateMode.EPHEMERAL));
        bench.sync();
        bench.pass(4999);
        assertThat(bench.replica.outstanding()).isZero();
        bench.pass(1001);
        assertThat(bench.replica.outstanding()).isEqualTo(1);
        assertThat(bench.exists("/e")).isTrue();
        assertThat(bench.sync().closedSessions()).containsExactly(session);
        assertThat(bench.exists("/e")).isFalse();
        assertThat(bench.log.get(2).txn().header().cxid()).isZero();
        assertThat(bench.log.get(2).txn().header().sessionId()).isEqualTo(session);
    }

    @Test
    void anExpiringSessionIsClosedOnceHoweverLongThatTakes() {
        bench.open(connection, 5000);
        bench.pass(20_000);
        assertThat(bench.log).hasSize(2);
    }

    @Test
    void aTouchedSessionLives() {
        long session = bench.open(connection, 5000);
        for (int i = 0; i < 10; i++) {
            bench.pass(3000);
            bench.replica.onTouched(session, bench.nowMs);
        }
        assertThat(bench.log).hasSize(1);
        bench.pass(6001);
        assertThat(bench.log).hasSize(2);
    }

    @Test
    void aTouchIsAsOldAsWhatWasHeard() {
        long session = bench.open(connection, 5000);
        long heard = bench.nowMs + 1000;
        bench.pass(4000);
        bench.replica.onTouched(session, heard);
        bench.pass(3001);
        assertThat(bench.replica.outstanding()).isEqualTo(1);
    }

    @Test
    void aProcessThatStoodStillExpiresNobodyBeforeEverybodyCouldBeHeardAgain() {
        bench.open(connection, 5000);
        bench.pass(1000);
        bench.stall(60_000);
        bench.replica.onTick();
        bench.pass(4900);
        assertThat(bench.log).hasSize(1);
        bench.pass(1200);
        assertThat(bench.log).hasSize(2);
    }

    @Test
    void theWallClockExpiresNobody() {
        bench.open(connection, 5000);
        bench.wallMs += 3_600_000;
        bench.pass(4000);
        bench.wallMs -= 7_200_000;
        bench.pass(900);
        assertThat(bench.log).hasSize(1);
    }

    @Test
    void ownTransactionsCarryTheWallClock() {
        long session = bench.open(connection, 5000);
        bench.wallMs += 40;
        bench.replica.at(bench.nowMs, bench.wallMs);
        bench.write(ASKER, session, connection, create("/a", CreateMode.PERSISTENT));
        bench.sync();
        assertThat(bench.tree.stat(bench.tree.find(Path.of("/a"))).ctime()).isEqualTo(bench.wallMs);
    }

    @Test
    void deadlinesAreShownToOperators() {
        long session = bench.open(connection, 5000);
        assertThat(bench.replica.sessionsByDeadline()).containsExactly(Map.entry(56_000L, List.of(session)));
    }

    @Test
    void theDigestOfEvery128thTransactionIsKept() {
        long session = bench.open(connection, 5000);
        for (int i = 0; i < 130; i++) {
            bench.write(ASKER, session, connection, create("/n" + i, CreateMode.PERSISTENT));
            bench.sync();
        }
        assertThat(bench.replica.digests()).hasSize(1);
        assertThat(bench.replica.digests().get(0).zxid()).isEqualTo(128);
        assertThat(bench.replica.digests().get(0).digest())
                .isEqualTo(bench.log.get(127).txn().digest().treeDigest());
    }

    @Test
    void theTimeOfTransactionsNeverGoesBack() {
        long session = bench.open(connection, 5000);
        bench.replica.at(bench.nowMs, bench.wallMs + 1000);
        bench.write(ASKER, session, connection, create("/before", CreateMode.PERSISTENT));
        bench.replica.at(bench.nowMs, bench.wallMs - 60_000);
        bench.write(ASKER, session, connection, create("/after", CreateMode.PERSISTENT));
        bench.sync();

        assertThat(bench.tree.stat(bench.tree.find(Path.of("/before"))).ctime()).isEqualTo(bench.wallMs + 1000);
        assertThat(bench.tree.stat(bench.tree.find(Path.of("/after"))).ctime()).isEqualTo(bench.wallMs + 1000);
    }
}
