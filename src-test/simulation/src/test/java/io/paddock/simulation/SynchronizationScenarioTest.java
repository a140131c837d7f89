package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Zxid;
import io.paddock.server.storage.SimDisk.Loss;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.Synchronizing;
import io.paddock.server.zab.ZabOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How learners get the history of their leader, and what must not come of it: hazards H1 to H12. The witness looks on: what is asserted here is that the story happened and how it ended.
 */
class SynchronizationScenarioTest {

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

    /** L8: its acknowledgement of NEWLEADER is that of all that it has got, or nothing else would come for its leader to see. */
    @Test
    void whoComesBackToAnIdleEnsembleStays() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        stage.done(probe.create("/last"));
        SimPeer back = stage.peer(leader.sid() == 1 ? 2 : 1);
        back.kill("to come back");
        stage.boot(back.sid());
        stage.leaderOf(1, 2, 3);
        EnsembleRole follows = back.replicaRole();
        stage.pass(5_000);
        assertThat(back.replicaRole()).isSameAs(follows);
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

    /** H3: the acknowledgement of a transaction overtakes that of NEWLEADER. It is kept, and counts when that has come. */
    @Test
    void anAckThatOvertakesThatOfNewleaderIsKept() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Probe probe = stage.session(leader);
        stage.done(probe.create("/a"));
        stage.peer(2).storage().hangUntil(stage.nowMs() + 60_000);
        Probe.Request request = probe.create("/b");
        Stranger learner = stage.stranger(1);
        learner.joins(stage, leader.sid());
        long zxid = learner.last(PacketType.PROPOSAL).zxid();
        learner.has(leader.logged(), 1);
        learner.send(PacketType.ACK, zxid);
        learner.send(PacketType.ACK, Zxid.of(1, 0));
        stage.await("it counts", request::answered);
        assertThat(request.zxid()).isEqualTo(zxid);
    }

    /** H3: a leader that takes any acknowledgement for that of NEWLEADER is established before a quorum has its epoch. */
    @Test
    void noOtherAckStandsForThatOfNewleader() {
        Stage stage = new Stage(3);
        Stranger learner = stage.stranger(1);
        stage.boot(2);
        SimPeer leader = stage.peer(2);
        stage.await("it is elected", leader::listens);
        learner.joins(stage, 2);
        learner.send(PacketType.ACK, Zxid.of(1, 1));
        stage.pass(300);
        assertThat(leader.leads()).isFalse();
        learner.has(leader.logged(), 1);
        learner.send(PacketType.ACK, Zxid.of(1, 0));
        stage.await("it leads", leader::leads);
    }

    /** H5 (3104, 4394): others write while a learner is synchronized. Nothing is left out, and it comes in one go. */
    @Test
    void whatIsWrittenDuringASynchronizationReachesTheLearner() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Probe probe = stage.session(leader);
        stage.done(probe.create("/before"));
        SimPeer learner = stage.peer(1);
        stage.boot(1);
        stage.await("it is being synchronized", () -> learner.replicaRole() instanceof Synchronizing);
        learner.storage().hangUntil(stage.nowMs() + 500);
        for (int i = 0; i < 20; i++) {
            stage.done(probe.create("/during" + i));
        }
        assertThat(learner.serves()).isFalse();
        stage.await("it serves", learner::serves);
        stage.done(probe.create("/behind"));
        stage.await("it has caught up", () -> learner.logged() == leader.logged());
        stage.pass(100);
        assertThat(stage.has(learner, "/during19")).isTrue();
        assertThat(stage.has(learner, "/behind")).isTrue();
    }

    /** H5: a transaction is outstanding when a learner comes. */
    @Test
    void whatIsOutstandingReachesTheLearner() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Probe probe = stage.session(leader);
        stage.peer(2).storage().hangUntil(stage.nowMs() + 800);
        Probe.Request outstanding = probe.create("/outstanding");
        stage.pass(50);
        stage.boot(1);
        stage.done(outstanding);
        stage.await("the learner has it", () -> stage.has(stage.peer(1), "/outstanding"));
    }

    /** H7: a leader of another make sends a snapshot with a label below our log. What was in the log does not come back. */
    @Test
    void aReceivedSnapshotReplacesTheLog() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(old);
        stage.done(probe.create("/kept"));
        stage.pass(50);
        SimSnapshot kept = stage.peer(1).process().snapshotOfTree();
        stage.isolate(old.sid());
        probe.create("/orphan1");
        probe.create("/orphan2");
        stage.pass(50);
        for (long sid = 1; sid <= 3; sid++) {
            stage.powerOff(sid, Loss.NOTHING_SURVIVES);
        }
        stage.mend();
        Stranger leader = stage.stranger(2);
        Stranger other = stage.stranger(1);
        for (Stranger stranger : List.of(leader, other)) {
            stranger.has(kept.node(), 1);
            stranger.follows(2, kept.node().zxid, 2);
        }
        stage.boot(3);
        stage.await("FOLLOWERINFO", () -> leader.last(PacketType.FOLLOWER_INFO) != null);
        leader.asksFor(2);
        stage.await("ACKEPOCH", () -> leader.last(PacketType.ACK_EPOCH) != null);
        leader.sendSnapshot(kept.node().zxid, kept);
        leader.send(PacketType.NEW_LEADER, Zxid.of(2, 0), new byte[0]);
        stage.await("ACK", () -> leader.last(PacketType.ACK) != null);
        leader.send(PacketType.UP_TO_DATE, -1);
        stage.await("it serves", old::serves);
        assertThat(stage.has(old, "/orphan1")).isFalse();
        stage.powerOff(3, Loss.NOTHING_SURVIVES);
        stage.boot(3);
        assertThat(old.durable()).isSameAs(kept.node());
    }

    /** H7: a leader that has committed nothing yet sends a snapshot to one that has more. Its label is not below that. */
    @Test
    void theLabelOfASnapshotIsNotBelowWhatItsReceiverHad() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(old);
        stage.isolate(old.sid());
        probe.create("/orphan");
        stage.await("the old leader resigns", () -> !old.serves());
        stage.leaderOf(1, 2);
        stage.mend();
        stage.leaderOf(1, 2, 3);
        assertThat(stage.has(old, "/orphan")).isFalse();
        stage.powerOff(3, Loss.NOTHING_SURVIVES);
        stage.boot(3);
        stage.leaderOf(1, 2, 3);
        assertThat(stage.has(old, "/orphan")).isFalse();
    }

    /** H11: a server that has got a snapshot remembers nothing from before it, and does not pretend to. */
    @Test
    void whoHasGotASnapshotGivesSnapshotsToThoseBehindIt() {
        Stage stage = new Stage(5, 0, new ZabOptions(200, 2_000, 1_000, 2, ZabOptions.COUNTER_MAX, false));
        stage.boot(2, 3, 4);
        SimPeer first = stage.leaderOf(2, 3, 4);
        Probe probe = stage.session(first);
        for (int i = 0; i < 10; i++) {
            stage.done(probe.create("/n" + i));
        }
        stage.boot(5);
        stage.leaderOf(2, 3, 4, 5);
        stage.peer(4).kill("test");
        SimPeer second = stage.leaderOf(2, 3, 5);
        assertThat(second.sid()).isEqualTo(5);
        stage.boot(1);
        stage.leaderOf(1, 2, 3, 5);
        assertThat(stage.has(stage.peer(1), "/n0")).isTrue();
    }

    /** H10: the power fails while the history of a new epoch is on disk and the epoch is not. */
    @Test
    void aHistoryThatIsAheadOfItsEpochIsNoDamage() {
        for (int changes = 0; changes < 10; changes++) {
            Stage stage = new Stage(3);
            stage.boot(2, 3);
            SimPeer leader = stage.leaderOf(2, 3);
            stage.done(stage.session(leader).create("/a"));
            SimPeer learner = stage.peer(1);
            stage.boot(1);
            stage.await("it is being synchronized", () -> learner.replicaRole() instanceof Synchronizing);
            learner.storage().losePowerAfter(changes);
            stage.await("it serves", learner::serves);
            assertThat(stage.has(learner, "/a")).isTrue();
        }
    }

    /** H12: the end of a log is cut off and the power fails. It does not come back. */
    @Test
    void aCutIsOnDiskBeforeAnythingElse() {
        Stage stage = new Stage(3, 0, new ZabOptions(200, 2_000, 1_000, 500, ZabOptions.COUNTER_MAX, true));
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(old);
        stage.isolate(old.sid());
        probe.create("/orphan");
        stage.await("the old leader resigns", () -> !old.serves());
        SimPeer next = stage.leaderOf(1, 2);
        stage.done(stage.session(next).create("/kept"));
        old.storage().slowUntil(stage.nowMs() + 4_000);
        stage.mend();
        stage.leaderOf(1, 2, 3);
        stage.powerOff(3, Loss.NOTHING_SURVIVES);
        stage.boot(3);
        stage.leaderOf(1, 2, 3);
        assertThat(stage.has(old, "/orphan")).isFalse();
        assertThat(stage.has(old, "/kept")).isTrue();
    }

    /** H12, S5: what was cut off is not given to others either, when the server leads later. */
    @Test
    void whatWasCutOffIsNotRememberedForOthers() {
        Stage stage = new Stage(3, 0, new ZabOptions(200, 2_000, 1_000, 500, ZabOptions.COUNTER_MAX, true));
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(old);
        stage.done(probe.create("/before"));
        stage.isolate(3);
        probe.create("/orphan");
        stage.pass(50);
        stage.powerOff(3, Loss.ALL_SURVIVES);
        SimPeer next = stage.leaderOf(1, 2);
        stage.peer(1).kill("test");
        stage.mend();
        stage.boot(3);
        stage.leaderOf(2, 3);
        stage.done(stage.session(stage.leaderOf(2, 3)).create("/kept"));
        stage.pass(100);
        next.kill("test");
        stage.boot(1);
        SimPeer last = stage.leaderOf(1, 3);
        assertThat(last).isSameAs(old);
        assertThat(stage.has(stage.peer(1), "/kept")).isTrue();
        assertThat(stage.has(stage.peer(1), "/orphan")).isFalse();
    }
}
