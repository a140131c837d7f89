package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Zxid;
import io.paddock.common.protocol.CloseSession;
import io.paddock.server.storage.SimDisk.Loss;
import io.paddock.server.zab.ZabOptions;
import org.junit.jupiter.api.Test;

/**
 * Schedules that broke others, or us, as stories. The witness looks on: what is asserted here is that the story happened and
 * how it ended. The letters are those of the specification, quorum hazards.
 */
class ScenarioTest {

    /** H1, H2: what only the leader had is committed by its establishment, and survives any one disk. */
    @Test
    void whatALeaderAloneHadSurvivesOnceItIsEstablished() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(old);
        stage.isolate(old.sid());
        Probe.Request unseen = probe.create("/unseen");
        stage.pass(20);
        assertThat(unseen.answered()).isFalse();
        for (long sid = 1; sid <= 3; sid++) {
            stage.powerOff(sid, Loss.NOTHING_SURVIVES);
        }
        stage.mend();
        stage.boot(old.sid(), 1);
        SimPeer again = stage.leaderOf(old.sid(), 1);
        assertThat(again).isSameAs(old);
        stage.powerOff(1, Loss.NOTHING_SURVIVES);
        stage.powerOff(old.sid(), Loss.NOTHING_SURVIVES);
        stage.boot(1, 2);
        SimPeer next = stage.leaderOf(1, 2);
        assertThat(stage.has(next, "/unseen")).isTrue();
    }

    /** H6, H7: the transaction that nobody else saw is cut off, and the log goes on behind the cut. */
    @Test
    void whatNobodyElseSawIsForgottenAndStaysForgotten() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(old);
        stage.isolate(old.sid());
        probe.create("/orphan");
        stage.await("the old leader resigns", () -> !old.serves());
        SimPeer next = stage.leaderOf(1, 2);
        stage.done(stage.session(next).create("/kept"));
        stage.mend();
        stage.leaderOf(1, 2, 3);
        assertThat(stage.has(old, "/kept")).isTrue();
        assertThat(stage.has(old, "/orphan")).isFalse();
        stage.powerOff(old.sid(), Loss.NOTHING_SURVIVES);
        stage.boot(old.sid());
        stage.leaderOf(1, 2, 3);
        assertThat(stage.has(old, "/orphan")).isFalse();
        assertThat(old.logged()).isSameAs(next.logged());
    }

    /** H8, H10: synchronization is interrupted after each single change of the disk; the server always comes back. */
    @Test
    void aSynchronizationMayBeInterruptedAnywhere() {
        for (int changes = 0; changes < 14; changes++) {
            Stage stage = new Stage(3);
            stage.boot(1, 2, 3);
            SimPeer old = stage.leaderOf(1, 2, 3);
            Probe probe = stage.session(old);
            stage.isolate(old.sid());
            probe.create("/orphan");
            stage.await("the old leader resigns", () -> !old.serves());
            SimPeer next = stage.leaderOf(1, 2);
            stage.done(stage.session(next).create("/kept"));
            old.storage().losePowerAfter(changes);
            stage.mend();
            stage.await("all is well or the power is gone", () -> old.serves() || !old.isUp());
            stage.await("it comes back", old::serves);
            assertThat(stage.has(old, "/orphan")).isFalse();
            assertThat(stage.has(old, "/kept")).isTrue();
        }
    }

    /** H17: an elected leader whom nobody follows goes on looking instead of waiting. */
    @Test
    void aLeaderThatIsNotFollowedJoinsTheOthers() {
        Stage stage = new Stage(4);
        stage.boot(1, 2, 4);
        SimPeer old = stage.leaderOf(1, 2, 4);
        assertThat(old.sid()).isEqualTo(4);
        stage.boot(3);
        stage.powerOff(4, Loss.ALL_SURVIVES);
        stage.leaderOf(1, 2, 3);
        stage.boot(4);
        stage.leaderOf(1, 2, 3, 4);
    }

    /** H19: a disk is replaced by an empty one. With its vote, a server that missed everything could be elected. */
    @Test
    void aServerThatLostItsDiskDoesNotHelpAServerThatIsBehind() {
        Stage stage = new Stage(3);
        stage.boot(1, 2);
        SimPeer leader = stage.leaderOf(1, 2);
        stage.done(stage.session(leader).create("/precious"));
        stage.pass(100);
        stage.peer(1).kill("its disk is replaced");
        stage.peer(2).kill("it is slow");
        stage.peer(1).wipe();
        stage.boot(1, 3);
        stage.pass(10_000);
        assertThat(stage.peer(1).serves() || stage.peer(3).serves()).isFalse();
        stage.boot(2);
        SimPeer next = stage.leaderOf(1, 2, 3);
        assertThat(next.sid()).isEqualTo(2);
        assertThat(stage.has(stage.peer(1), "/precious")).isTrue();
        stage.peer(2).kill("again");
        SimPeer last = stage.leaderOf(1, 3);
        assertThat(stage.has(last, "/precious")).as("1 votes again").isTrue();
    }

    /** H26: a leader that was replaced without knowing it does not confirm a sync. */
    @Test
    void aLeaderThatIsCutOffAnswersNoSync() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe stale = stage.session(old);
        Probe.Request before = stale.sync();
        stage.done(before);
        stage.isolate(old.sid());
        Probe.Request after = stale.sync();
        stage.await("the old leader resigns", () -> !old.serves());
        assertThat(after.answered()).isFalse();
    }

    /** H35: what was forwarded on one link is not answered on the next. */
    @Test
    void aRequestThatWasForwardedBeforeTheLinkBrokeIsNotAnsweredAfterIt() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        stage.leaderOf(1, 2, 3);
        SimPeer follower = stage.peer(1);
        Probe probe = stage.session(follower);
        Probe.Request request = probe.create("/perhaps");
        stage.isolate(1);
        stage.await("the follower notices", () -> !follower.serves());
        stage.mend();
        stage.await("the follower is back", follower::serves);
        stage.done(stage.session(follower).create("/sure"));
        assertThat(request.answered()).isFalse();
    }

    /** H40: a session is closed while its client, on another server, creates an ephemeral. */
    @Test
    void noEphemeralIsCreatedBehindTheEndOfItsSession() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe here = stage.session(stage.peer(1));
        Probe there = Probe.resume(here, stage.peer(2));
        stage.await("the session has moved", there::isOpen);
        Probe.Request close = there.send(OpCode.CLOSE_SESSION, new CloseSession());
        Probe.Request late = there.createEphemeral("/late");
        stage.await("both are answered", () -> close.answered() && late.answered());
        assertThat(late.err()).isEqualTo(ErrorCode.SESSION_EXPIRED.code());
        assertThat(stage.has(leader, "/late")).isFalse();
    }

    /** H40: after a session has moved, its old connection cannot write any more. */
    @Test
    void theOldConnectionOfAMovedSessionIsClosed() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe here = stage.session(stage.peer(1));
        Probe there = Probe.resume(here, stage.peer(2));
        stage.await("the session has moved", there::isOpen);
        Probe.Request old = here.create("/old");
        stage.await("an answer", old::answered);
        assertThat(old.outcome()).as("closed without a reply").isNull();
        assertThat(stage.has(leader, "/old")).isFalse();
        stage.done(there.create("/new"));
    }

    /** H41: a force fails. The server stops, and what it acknowledged before is on its disk. */
    @Test
    void aFailedForceIsNotAcknowledged() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        SimPeer follower = stage.peer(1);
        Probe probe = stage.session(leader);
        follower.storage().failNextForce();
        stage.done(probe.create("/a"));
        stage.await("the follower stops", () -> !follower.isUp());
        stage.await("and comes back", follower::serves);
        stage.pass(500);
        stage.powerOff(1, Loss.NOTHING_SURVIVES);
        stage.boot(1);
        stage.await("once more", follower::serves);
        assertThat(stage.has(follower, "/a")).isTrue();
    }

    /** Found by simulation: an observer-like server that gets its data back applied transactions to its old, empty tree. */
    @Test
    void aServerGetsItsDataBackWhileOthersWrite() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        stage.simulation().clients(3);
        stage.pass(2_000);
        stage.peer(1).kill("its disk is replaced");
        stage.pass(1_000);
        stage.peer(1).wipe();
        stage.boot(1);
        stage.await("it serves again", stage.peer(1)::serves);
        stage.pass(1_000);
        assertThat(stage.peer(1).isBlank()).isFalse();
        assertThat(leader.serves()).isTrue();
    }

    /** Found by simulation: what a leadership left in the log was answered to its clients by the next leadership. */
    @Test
    void anotherLeadershipDoesNotAnswerTheClientsOfTheLast() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        stage.peer(1).pause(3_000);
        stage.peer(2).pause(3_000);
        Probe.Request request = probe.create("/left");
        stage.await("the leader resigns", () -> !leader.serves());
        SimPeer again = stage.leaderOf(1, 2, 3);
        assertThat(again).isSameAs(leader);
        assertThat(stage.has(leader, "/left")).isTrue();
        assertThat(request.answered()).isFalse();
    }

    /** H32: the others have a quorum without the leader, whose disk hangs. It leaves all the same. */
    @Test
    void aLeaderWhoseDiskHangsLeavesToTheOthers() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(old);
        old.storage().hangUntil(stage.simulation().agenda().nowMs() + 10_000);
        stage.done(probe.create("/without-its-disk"));
        stage.await("the old leader leaves", () -> !old.serves());
        SimPeer next = stage.leaderOf(1, 2);
        assertThat(next).isNotSameAs(old);
        assertThat(stage.has(next, "/without-its-disk")).isTrue();
        stage.await("the old leader comes back", old::serves);
    }

    /** An observer follows, and is never needed. */
    @Test
    void anObserverSeesWhatIsCommittedAndDecidesNothing() {
        Stage stage = new Stage(3, 1);
        stage.boot(1, 2, 3, 4);
        SimPeer leader = stage.leaderOf(1, 2, 3, 4);
        Probe probe = stage.session(stage.peer(4));
        Probe.Request create = probe.create("/a");
        stage.done(create);
        assertThat(create.by()).isSameAs(stage.peer(4));
        stage.peer(1).kill("test");
        stage.peer(2).kill("test");
        Probe.Request alone = probe.create("/b");
        stage.await("the leader resigns", () -> !leader.serves());
        assertThat(alone.answered()).isFalse();
        assertThat(Zxid.epoch(create.zxid())).isEqualTo(1);
    }

    /** A leader whose process ends is replaced without waiting for anybody who cannot be reached. */
    @Test
    void aKilledLeaderIsReplacedAtOnce() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        long start = stage.simulation().agenda().nowMs();
        leader.kill("test");
        SimPeer next = stage.leaderOf(1, 2);
        Probe.Request first = stage.session(next).create("/first");
        stage.done(first);
        assertThat(stage.simulation().agenda().nowMs() - start).isLessThan(300);
    }

    /** H5 (4925): what a peer got by synchronization it passes on as leader, without a hole. */
    @Test
    void whatCameByDiffGoesOnByDiff() {
        Stage stage = new Stage(5);
        stage.boot(3, 4, 5);
        SimPeer first = stage.leaderOf(3, 4, 5);
        assertThat(first.sid()).isEqualTo(5);
        stage.done(stage.session(first).create("/a"));
        stage.boot(1);
        stage.leaderOf(1, 3, 4, 5);
        stage.done(stage.session(first).create("/b"));
        stage.pass(100);
        stage.peer(3).kill("test");
        stage.done(stage.session(first).create("/c"));
        stage.pass(100);
        stage.peer(4).kill("test");
        stage.peer(5).kill("test");
        stage.boot(2, 3);
        SimPeer second = stage.leaderOf(1, 2, 3);
        assertThat(second.sid()).isEqualTo(1);
        for (String path : new String[] {"/a", "/b", "/c"}) {
            assertThat(stage.has(stage.peer(2), path)).as(path).isTrue();
            assertThat(stage.has(stage.peer(3), path)).as(path).isTrue();
        }
    }

    /** H6: a snapshot of what was never committed does not survive the cut. */
    @Test
    void aSnapshotOfAnOrphanGoesWithIt() {
        Stage stage = new Stage(3, 0, new ZabOptions(200, 2_000, 1_000, 500, ZabOptions.COUNTER_MAX, true));
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(old);
        stage.isolate(3);
        probe.create("/orphan");
        stage.pass(50);
        stage.powerOff(3, Loss.NOTHING_SURVIVES);
        stage.boot(3);
        stage.pass(50);
        old.storage().snapshot(old.tree());
        stage.pass(50);
        SimPeer next = stage.leaderOf(1, 2);
        stage.mend();
        stage.leaderOf(1, 2, 3);
        stage.done(stage.session(next).create("/kept"));
        stage.powerOff(3, Loss.NOTHING_SURVIVES);
        stage.boot(3);
        stage.leaderOf(1, 2, 3);
        assertThat(stage.has(old, "/orphan")).isFalse();
        assertThat(stage.has(old, "/kept")).isTrue();
    }

    /** H20: near the end of the counter a leader resigns when it has nothing under way, and a new epoch goes on. */
    @Test
    void theCounterNeverRunsIntoTheEpoch() {
        long counterMax = 20;
        Stage stage = new Stage(3, 0, new ZabOptions(200, 2_000, 1_000, 500, counterMax, false));
        stage.boot(1, 2, 3);
        for (int i = 0; i < 60; i++) {
            SimPeer leader = stage.leaderOf(1, 2, 3);
            Probe probe = Probe.at(leader);
            stage.await("a session or the end of the epoch", () -> probe.isOpen() || !leader.serves());
            if (probe.isOpen()) {
                Probe.Request request = probe.create("/n" + i);
                stage.await("an answer or the end of the epoch", () -> request.answered() || !leader.serves());
                if (request.answered()) {
                    assertThat(Zxid.counter(request.zxid())).isLessThanOrEqualTo(counterMax);
                }
            }
        }
        assertThat(stage.simulation().world().witness().establishedCount()).isGreaterThan(3);
    }
}
