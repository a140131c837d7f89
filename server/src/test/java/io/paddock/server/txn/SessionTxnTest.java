package io.paddock.server.txn;

import static io.paddock.server.txn.Requests.EPHEMERAL;
import static io.paddock.server.txn.Requests.SEQUENTIAL;
import static io.paddock.server.txn.Requests.closeSession;
import static io.paddock.server.txn.Requests.create;
import static io.paddock.server.txn.Requests.delete;
import static io.paddock.server.txn.Requests.multi;
import static io.paddock.server.txn.Requests.setData;
import static io.paddock.server.txn.TxnBench.OTHER_SESSION;
import static io.paddock.server.txn.TxnBench.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions as transactions: server semantics, sections 2.2, 4.1 and 6; hazards H40 and H46. */
class SessionTxnTest {

    private final TxnBench bench = new TxnBench();

    @Test
    void aCreateSessionEntersTheTableWithItsTimeout() {
        LoggedTxn txn = bench.proposeSession(77, 4000);
        bench.applyAll();

        assertThat(txn.header()).isEqualTo(new TxnHeader(77, 0, 1, bench.timeMs, OpCode.CREATE_SESSION));
        assertThat(txn.txn()).isEqualTo(new Txn.CreateSession(4000));
        assertThat(txn.digest()).isEqualTo(new TxnDigest(2, bench.tree.digest()));
        assertThat(bench.tree.sessions()).containsEntry(77L, 4000);
    }

    @Test
    void aCloseSessionListsAndDeletesAllEphemeralsOfTheSessionAndNoOthers() {
        bench.done(create("/p"));
        bench.done(create("/p/mine", EPHEMERAL));
        bench.done(create("/mine", EPHEMERAL));
        bench.in(OTHER_SESSION).done(create("/p/other", EPHEMERAL));
        bench.in(SESSION);
        bench.changes.clear();
        LoggedTxn close = bench.propose(closeSession());
        bench.applyAll();

        assertThat(((Txn.CloseSession) close.txn()).paths())
                .containsExactlyInAnyOrder(Path.of("/p/mine"), Path.of("/mine"));
        assertThat(bench.exists("/p/mine")).isFalse();
        assertThat(bench.exists("/mine")).isFalse();
        assertThat(bench.exists("/p/other")).isTrue();
        assertThat(bench.stat("/p").pzxid()).isEqualTo(close.zxid());
        assertThat(bench.stat("/p").cversion()).isEqualTo(3);
        assertThat(bench.changes)
                .allMatch(change -> change.type() == WatchEventType.NODE_DELETED && change.zxid() == close.zxid());
    }

    @Test
    void aCloseSessionRemovesTheSessionFromTheTable() {
        bench.proposeSession(77, 4000);
        bench.applyAll();
        bench.in(77).done(closeSession());
        assertThat(bench.tree.sessions()).isEmpty();
    }

    @Test
    void aCloseSessionCountsWhatIsOnItsWay() {
        bench.done(create("/applied", EPHEMERAL));
        bench.done(create("/deleted", EPHEMERAL));
        bench.done(create("/again", EPHEMERAL));
        bench.propose(create("/coming", EPHEMERAL));
        bench.propose(create("/gone", EPHEMERAL));
        bench.propose(delete("/deleted"));
        bench.propose(delete("/gone"));
        bench.propose(delete("/again"));
        bench.propose(create("/again", EPHEMERAL));
        bench.propose(setData("/applied", "changed"));
        LoggedTxn close = bench.propose(closeSession());
        bench.applyAll();

        assertThat(((Txn.CloseSession) close.txn()).paths())
                .containsExactlyInAnyOrder(Path.of("/applied"), Path.of("/coming"), Path.of("/again"));
        assertThat(bench.tree.size()).isEqualTo(4);
    }

    @Test
    void aNodeThatAnotherSessionTookOverIsNotListed() {
        bench.done(create("/n", EPHEMERAL));
        bench.propose(delete("/n"));
        bench.in(OTHER_SESSION).propose(create("/n", EPHEMERAL));
        LoggedTxn close = bench.in(SESSION).propose(closeSession());
        bench.applyAll();

        assertThat(((Txn.CloseSession) close.txn()).paths()).isEmpty();
        assertThat(bench.stat("/n").ephemeralOwner()).isEqualTo(OTHER_SESSION);
    }

    @Test
    void aMultiThatFailedDoesNotChangeWhatACloseSessionLists() {
        bench.done(create("/applied", EPHEMERAL));
        bench.propose(create("/coming", EPHEMERAL));
        bench.propose(setData("/applied", "x"));
        bench.propose(multi(
                delete("/applied"), delete("/coming"), create("/new", EPHEMERAL), delete("/new"), delete("/missing")));
        LoggedTxn close = bench.propose(closeSession());
        bench.applyAll();

        assertThat(((Txn.CloseSession) close.txn()).paths())
                .containsExactlyInAnyOrder(Path.of("/applied"), Path.of("/coming"));
    }

    @Test
    void ephemeralsOfAPartlyAppliedPastAreListedOnce() {
        bench.propose(create("/a", EPHEMERAL));
        bench.propose(setData("/a", "x"));
        bench.propose(create("/b", EPHEMERAL));
        bench.applyNext();
        LoggedTxn close = bench.propose(closeSession());
        assertThat(((Txn.CloseSession) close.txn()).paths()).containsExactlyInAnyOrder(Path.of("/a"), Path.of("/b"));
        bench.applyAll();
        assertThat(bench.tree.size()).isEqualTo(4);
    }

    @Test
    void theParentOfAClosedSessionsEphemeralMayBeDeletedAtOnceOrAfterIt() {
        bench.done(create("/p"));
        bench.done(create("/p/e", EPHEMERAL));
        bench.propose(closeSession());
        bench.openSessions.remove(SESSION);
        LoggedTxn deletion = bench.in(OTHER_SESSION).propose(delete("/p"));
        bench.applyAll();

        if (TxnBench.error(deletion) != ErrorCode.OK) {
            assertThat(TxnBench.error(deletion)).isEqualTo(ErrorCode.NOT_EMPTY);
            bench.done(delete("/p"));
        }
        assertThat(bench.exists("/p")).isFalse();
    }

    @Test
    void aClosingSessionIsRefusedEveryWriteAndStillClosed() {
        bench.done(create("/n"));
        bench.openSessions.remove(SESSION);

        assertThat(bench.refusal(create("/e", EPHEMERAL))).isEqualTo(ErrorCode.SESSION_EXPIRED);
        assertThat(bench.refusal(setData("/n", "x"))).isEqualTo(ErrorCode.SESSION_EXPIRED);
        assertThat(bench.refusal(delete("/n"))).isEqualTo(ErrorCode.SESSION_EXPIRED);
        assertThat(bench.refusal(Requests.setAcl("/n", List.of()))).isEqualTo(ErrorCode.SESSION_EXPIRED);
        bench.done(closeSession());
        bench.done(closeSession());
    }

    @Test
    void aCloseSessionWithoutAListStillDeletesWhatTheSessionOwns() {
        PrepareOptions bare = new PrepareOptions(false, false, false, false, true, 1 << 20);
        TxnBench unlisted = new TxnBench(bare);
        unlisted.done(create("/e", EPHEMERAL));
        unlisted.propose(create("/f", EPHEMERAL));
        LoggedTxn close = unlisted.propose(closeSession());
        unlisted.applyAll();

        assertThat(close.txn()).isEqualTo(new Txn.CloseSession(null));
        assertThat(unlisted.tree.size()).isEqualTo(4);
    }

    @Test
    void aListedPathThatIsGoneTouchesOnlyThePzxidOfItsParent() {
        bench.done(create("/p"));
        LoggedTxn close = new LoggedTxn(
                new TxnHeader(5, 0, 9, 1, OpCode.CLOSE_SESSION),
                new Txn.CloseSession(List.of(Path.of("/p/gone"), Path.of("/q/gone"))),
                null);
        Apply.replay(bench.tree, close);
        assertThat(bench.stat("/p").pzxid()).isEqualTo(9);
        assertThat(bench.tree.lastZxid()).isEqualTo(9);
    }

    // Hazard H46: a closeSession record that no reader takes must never come about.

    @Test
    void aSessionWhoseClosingWouldMakeAnUnreadableRecordGetsNoMoreEphemerals() {
        int limit = 4000;
        TxnBench small = new TxnBench(TxnBench.recordsUpTo(limit));
        String name = "/" + "n".repeat(200);
        int created = 0;
        while (TxnBench.error(small.propose(create(name + created, EPHEMERAL))) == ErrorCode.OK) {
            created++;
            assertThat(created).isLessThan(limit);
        }
        assertThat(created).isGreaterThan(10);
        small.applyAll();
        assertThat(small.refusal(create("/plain"))).isEqualTo(ErrorCode.OK);
        assertThat(small.in(OTHER_SESSION).refusal(create("/others", EPHEMERAL)))
                .isEqualTo(ErrorCode.OK);

        // Room is made by a deletion, and taken again.
        small.in(SESSION).done(delete(name + 0));
        small.done(create(name + "again", EPHEMERAL));
        assertThat(small.refusal(create(name + "more", EPHEMERAL))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        LoggedTxn close = small.propose(closeSession());
        small.applyAll();
        assertThat(close.encode().length).isLessThanOrEqualTo(limit);
        assertThat(((Txn.CloseSession) close.txn()).paths()).hasSize(created);
    }

    @Test
    void aSessionThatOwnsMoreThanARecordMayListIsClosedWithoutAList() {
        TxnBench old = new TxnBench();
        String name = "/" + "n".repeat(200);
        for (int i = 0; i < 20; i++) {
            old.done(create(name + i, EPHEMERAL));
        }
        TxnBench small = new TxnBench(old.tree, TxnBench.recordsUpTo(2000), new AccessRules(AuthOptions.DEFAULT));
        LoggedTxn close = small.propose(closeSession());
        small.applyAll();
        assertThat(close.txn()).isEqualTo(new Txn.CloseSession(null));
        assertThat(close.digest()).as("alone it would be taken for a list").isNull();
        assertThat(small.tree.size()).isEqualTo(4);
    }

    @Test
    void theLimitOfEphemeralsHoldsForSequentialNamesAndInsideAMulti() {
        int limit = 2000;
        TxnBench small = new TxnBench(TxnBench.recordsUpTo(limit));
        String name = "/" + "n".repeat(100);
        while (TxnBench.error(small.run(multi(create(name, EPHEMERAL | SEQUENTIAL)))) == ErrorCode.OK) {
            assertThat(small.log.size()).isLessThan(limit);
        }
        // A multi that fails for another reason does not use up the room.
        long owned = small.tree.ephemeralsOf(SESSION).size();
        small.done(delete(small.tree.ephemeralsOf(SESSION).iterator().next().toString()));
        for (int i = 0; i < 5; i++) {
            small.run(multi(create(name + i, EPHEMERAL), delete("/missing")));
        }
        small.done(create(name + "last", EPHEMERAL));
        LoggedTxn close = small.propose(closeSession());
        small.applyAll();
        assertThat(((Txn.CloseSession) close.txn()).paths()).hasSize((int) owned);
        assertThat(close.encode().length).isLessThanOrEqualTo(limit);
    }

    @Test
    void aMultiThatFailsMakesNoRoomForEphemerals() {
        int limit = 2000;
        TxnBench full = new TxnBench(TxnBench.recordsUpTo(limit));
        String name = "/" + "n".repeat(100);
        int owned = 0;
        while (full.refusal(create(name + owned, EPHEMERAL)) == ErrorCode.OK) {
            assertThat(++owned).isLessThan(limit);
        }
        // What the session has is known in the first place, and is to be counted in the second.
        TxnBench restarted = new TxnBench(full.tree, TxnBench.recordsUpTo(limit), new AccessRules(AuthOptions.DEFAULT));
        for (TxnBench bench : List.of(full, restarted)) {
            for (int i = 0; i < 3; i++) {
                Multi failing = multi(delete(name + i), create(name + "x", EPHEMERAL), delete("/missing"));
                assertThat(bench.refusal(failing)).isEqualTo(ErrorCode.NO_NODE);
            }
            assertThat(bench.refusal(create(name + "more", EPHEMERAL))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        }
    }
}
