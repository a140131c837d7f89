package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Zxid;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Reconfig;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.election.Notification;
import io.paddock.server.election.PeerState;
import io.paddock.server.election.Vote;
import io.paddock.server.storage.SimDisk.Loss;
import io.paddock.server.zab.ForwardedRequest;
import io.paddock.server.zab.Looking;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.Synchronizing;
import io.paddock.server.zab.ZabOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
        stage.pass(50); // Every PING is answered.
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
        SimSnapshot kept = stage.peer(1).snapshotOfTree();
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

    /** H9 (a): what a leader wrote and did not commit is in its log, and not in its tree, until the next leader decides. */
    @Test
    void whatWasNotCommittedIsNotInTheTreeAfterwards() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(old);
        stage.isolate(old.sid());
        probe.create("/uncommitted");
        stage.await("the old leader resigns", () -> !old.serves());
        stage.pass(500);
        assertThat(stage.has(old, "/uncommitted")).isFalse();
        assertThat(old.logged().zxid).isGreaterThan(old.tree().lastZxid());
    }

    /** H9 (b): a peer whose disk still writes for its last role takes no part in the next election. */
    @Test
    void nobodyVotesBeforeItsDiskIsAtRest() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        SimPeer slow = stage.peer(1);
        Probe probe = stage.session(leader);
        slow.storage().hangUntil(stage.nowMs() + 4_000);
        stage.done(probe.create("/a"));
        stage.await("it is on the way to the slow disk", () -> slow.durable() != slow.logged());
        stage.peer(2).kill("test");
        leader.kill("test");
        stage.boot(2);
        stage.pass(2_000);
        assertThat(stage.peer(2).leads())
                .as("its only voter cannot say what it has")
                .isFalse();
        SimPeer next = stage.leaderOf(1, 2);
        assertThat(stage.has(next, "/a")).isTrue();
    }

    /** H9 (c): a commit overtakes the disk, and the power fails. What comes later is logged without a hole. */
    @Test
    void aCommitThatOvertakesTheDiskLeavesNoHole() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        SimPeer follower = stage.peer(1);
        Probe probe = stage.session(leader);
        follower.storage().hangUntil(stage.nowMs() + 900);
        stage.done(probe.create("/a"));
        stage.await("the follower shows it", () -> stage.has(follower, "/a"));
        assertThat(follower.durable()).isNotSameAs(follower.logged());
        stage.powerOff(1, Loss.NOTHING_SURVIVES);
        stage.boot(1);
        stage.leaderOf(1, 2, 3);
        stage.done(probe.create("/b"));
        stage.pass(100);
        stage.powerOff(1, Loss.NOTHING_SURVIVES);
        stage.boot(1);
        stage.leaderOf(1, 2, 3);
        assertThat(stage.has(follower, "/a")).isTrue();
        assertThat(stage.has(follower, "/b")).isTrue();
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

    /** H23: two servers regard each other as strangers. A late message does not make them talk for ever. */
    @Test
    void answersAreNotAnswered() {
        Stage stage = new Stage(5);
        stage.configure(List.of(1L, 2L, 3L), List.of(1L, 2L, 3L));
        stage.configure(List.of(4L), List.of(4L, 5L));
        stage.boot(1, 2, 3, 4);
        stage.leaderOf(1, 2, 3);
        SimNetwork network = stage.simulation().world().network();
        network.takeCounts();
        network.notify(4, 1, Notification.of(PeerState.LOOKING, new Vote(4, 0, 0), 1, ""));
        stage.pass(1_000);
        assertThat(network.takeCounts().getOrDefault("1 to 4", 0)).isEqualTo(1);
    }

    /** H31: a server that everybody elects, and nobody can follow, lets others try. */
    @Test
    void whoCannotBeFollowedLetsOthersTry() {
        Stage stage = new Stage(3);
        SimNetwork network = stage.simulation().world().network();
        network.block(1, 3);
        network.block(2, 3);
        stage.boot(1, 2, 3);
        stage.leaderOf(1, 2);
    }

    /** H33: the clock of a machine goes back to where it gave away an id that nobody has any more. It takes another one. */
    @Test
    void anIdIsNotGivenAwayTwice() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        stage.leaderOf(1, 2, 3);
        SimPeer first = stage.peer(1);
        long openedMs = stage.nowMs();
        Probe before = stage.session(first);
        Probe moved = Probe.resume(before, stage.peer(2));
        stage.await("the session has moved", moved::isOpen);
        stage.done(moved.create("/mine"));
        stage.done(moved.send(OpCode.CLOSE_SESSION, new CloseSession()));
        first.kill("test");
        stage.boot(1);
        stage.await("it serves again", first::serves);
        first.jumpWallClock(openedMs - stage.nowMs());
        Probe after = stage.session(first);
        assertThat(after.sessionId()).isNotEqualTo(before.sessionId());
    }

    /** H33: a server of another make gives away an id that is in use. */
    @Test
    void anIdInUseIsRefusedToOtherServers() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Probe probe = stage.session(leader);
        Stranger learner = stage.stranger(1);
        learner.joins(stage, leader.sid());
        learner.has(leader.logged(), 1);
        learner.send(PacketType.ACK, Zxid.of(1, 0));
        byte[] timeout = new WireOutput(4).int32(10_000).toByteArray();
        int createSession = OpCode.CREATE_SESSION.code();
        learner.send(
                PacketType.REQUEST, -1, new ForwardedRequest(probe.sessionId(), 0, createSession, timeout).toBytes());
        stage.pass(200);
        stage.done(probe.create("/still-mine"));
    }

    /** H34: the clock of the leader goes back, and the time of its transactions does not. */
    @Test
    void theTimeOfTransactionsDoesNotGoBack() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        stage.done(probe.create("/a"));
        leader.jumpWallClock(-3_600_000);
        stage.done(probe.create("/b"));
        leader.jumpWallClock(0);
        stage.done(probe.create("/c"));
    }

    /** H34: the leader stands still for longer than a session may be silent. What its client said meanwhile is still to come. */
    @Test
    void aPauseOfTheLeaderEndsNoSession() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = Probe.at(leader, 600);
        stage.await("a session", probe::isOpen);
        stage.done(probe.createEphemeral("/mine"));
        for (int i = 0; i < 5; i++) {
            leader.deliver(() -> leader.touch(probe.sessionId()));
            stage.pass(100);
        }
        leader.pause(900);
        for (int i = 0; i < 20; i++) {
            stage.pass(100);
            leader.deliver(() -> leader.touch(probe.sessionId()));
        }
        assertThat(leader.leads()).isTrue();
        assertThat(stage.has(leader, "/mine")).isTrue();
    }

    /** H35: a follower comes back before its leader knows that it was gone. Its new link counts at once. */
    @Test
    void aNewLinkOfAFollowerReplacesTheOldOne() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Probe probe = stage.session(leader);
        stage.peer(2).vanish();
        stage.boot(2);
        stage.await("it serves again", stage.peer(2)::serves);
        long start = stage.nowMs();
        stage.done(probe.create("/a"));
        assertThat(stage.nowMs() - start).isLessThan(100);
    }

    /** H36: three of five servers read a new file while two still decide by the old one. They do not lead against them. */
    @Test
    void aNewConfigurationDoesNotDecideAgainstTheOldOne() {
        Stage stage = new Stage(5);
        List<Long> three = List.of(1L, 2L, 3L);
        List<Long> five = List.of(1L, 2L, 3L, 4L, 5L);
        stage.configure(three, three);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        stage.done(stage.session(leader).create("/a"));
        stage.pass(100);
        stage.peer(1).kill("its file is edited");
        stage.configure(List.of(1L, 4L, 5L), five);
        stage.boot(1, 4, 5);
        stage.pass(5_000);
        assertThat(leader.leads()).isTrue();
        for (long sid : new long[] {2, 3}) {
            stage.peer(sid).kill("its file is edited");
        }
        stage.configure(List.of(2L, 3L), five);
        stage.boot(2, 3);
        SimPeer next = stage.leaderOf(1, 2, 3, 4, 5);
        assertThat(stage.has(next, "/a")).isTrue();
    }

    /** H36: an ensemble grows by one server at a time. */
    @Test
    void anEnsembleGrowsServerByServer() {
        Stage stage = new Stage(5);
        List<Long> voters = List.of(1L, 2L, 3L);
        stage.configure(voters, voters);
        stage.boot(1, 2, 3);
        stage.done(stage.session(stage.leaderOf(1, 2, 3)).create("/a"));
        for (long added = 4; added <= 5; added++) {
            List<Long> more = new ArrayList<>(voters);
            more.add(added);
            for (long sid : voters) {
                stage.peer(sid).kill("its file is edited");
                stage.configure(List.of(sid), more);
                stage.boot(sid);
                stage.pass(2_000);
            }
            for (long sid : voters) {
                stage.await("it serves", stage.peer(sid)::serves);
            }
            stage.configure(List.of(added), more);
            stage.boot(added);
            stage.await("the new one serves", stage.peer(added)::serves);
            voters = more;
        }
        SimPeer leader = stage.leaderOf(1, 2, 3, 4, 5);
        stage.done(stage.session(leader).create("/b"));
        stage.pass(200);
        assertThat(stage.has(stage.peer(5), "/a")).isTrue();
        assertThat(stage.has(stage.peer(5), "/b")).isTrue();
    }

    /** L7: the configuration cannot be changed while the ensemble runs, and whoever tries is told so at once. */
    @Test
    void aReconfigurationIsRefusedAtOnce() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(stage.peer(1));
        Reconfig body = new Reconfig("server.4=peer4:2888:3888", null, null, -1);
        Probe.Request request = probe.send(OpCode.RECONFIG, body);
        stage.await("an answer", request::answered);
        assertThat(request.err()).isEqualTo(ErrorCode.RECONFIG_DISABLED.code());
    }

    /** H40 (b): a session that the leader has ended is not taken up elsewhere, though its client was just on the way. */
    @Test
    void aSessionThatHasExpiredIsNotResumed() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe here = Probe.at(stage.peer(1), 600);
        stage.await("a session", here::isOpen);
        stage.done(here.createEphemeral("/mine"));
        stage.await("it expires", () -> !stage.has(leader, "/mine"));
        Probe there = Probe.resume(here, stage.peer(2));
        stage.await("it is refused", there::isRefused);
    }

    /** H40 (c): a session is closed behind a create that is not committed yet. Everything it owns goes with it. */
    @Test
    void anEphemeralThatIsUnderWayGoesWithItsSession() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        stage.done(probe.createEphemeral("/first"));
        Probe.Request create = probe.createEphemeral("/second");
        Probe.Request delete = probe.send(OpCode.DELETE, new Delete(Path.of("/first"), -1));
        Probe.Request close = probe.send(OpCode.CLOSE_SESSION, new CloseSession());
        stage.await("all are answered", () -> create.answered() && delete.answered() && close.answered());
        stage.pass(100);
        for (long sid = 1; sid <= 3; sid++) {
            assertThat(stage.has(stage.peer(sid), "/first")).isFalse();
            assertThat(stage.has(stage.peer(sid), "/second")).isFalse();
        }
    }

    /** H40 (e, f): the next leader gives every session its whole time, and ends those that nobody comes back for. */
    @Test
    void aNewLeaderGivesEverySessionItsTime() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = Probe.at(stage.peer(1), 1_500);
        stage.await("a session", probe::isOpen);
        stage.done(probe.createEphemeral("/mine"));
        stage.pass(1_000);
        leader.kill("test");
        SimPeer next = stage.leaderOf(1, 2);
        stage.pass(1_400);
        assertThat(stage.has(next, "/mine")).as("it still has time").isTrue();
        stage.await("it expires", () -> !stage.has(next, "/mine"));
    }

    /** H42: an old record is damaged. The server does not cut its log there and vote: it comes back as one without data. */
    @Test
    void aServerWithADamagedLogComesBackWithoutItsVote() throws IOException {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        for (int i = 0; i < 10; i++) {
            stage.done(probe.create("/n" + i));
        }
        SimPeer damaged = stage.peer(1);
        stage.await("it has all", () -> damaged.durable() == leader.durable());
        damaged.kill("test");
        damaged.storage().damageLog(200);
        stage.boot(1);
        assertThat(damaged.isBlank()).isTrue();
        stage.await("it serves", damaged::serves);
        assertThat(damaged.isBlank()).isFalse();
        assertThat(stage.has(damaged, "/n0")).isTrue();
    }

    /** H46: no session can own more than its closing transaction can name. The servers start again behind it. */
    @Test
    void aSessionOwnsNoMoreThanItsEndCanName() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        String name = "n".repeat(60_000);
        Probe.Request last = null;
        for (int i = 0; i < 40; i++) {
            last = probe.createEphemeral("/" + i + name);
        }
        stage.await("the last answer", last::answered);
        assertThat(last.err()).isEqualTo(ErrorCode.BAD_ARGUMENTS.code());
        stage.done(probe.send(OpCode.CLOSE_SESSION, new CloseSession()));
        stage.pass(500);
        for (long sid = 1; sid <= 3; sid++) {
            stage.powerOff(sid, Loss.NOTHING_SURVIVES);
        }
        stage.boot(1, 2, 3);
        SimPeer again = stage.leaderOf(1, 2, 3);
        assertThat(again.tree().ephemeralOwners()).isEmpty();
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

    /** H16: two servers found their leader in another election than the rest. All tell a newcomer the same of it. */
    @Test
    void aNewcomerHearsTheSameOfTheLeaderFromAll() {
        Stage stage = new Stage(5);
        SimNetwork network = stage.simulation().world().network();
        network.block(2, 5);
        network.block(3, 5);
        stage.boot(1, 2, 3, 4, 5);
        SimPeer leader = stage.leaderOf(1, 4, 5);
        leader.kill("test");
        stage.boot(5);
        stage.leaderOf(1, 4, 5);
        stage.mend();
        stage.leaderOf(1, 2, 3, 4, 5);
        assertThat(leader.leads()).isTrue();
        stage.peer(1).kill("test");
        stage.boot(1);
        stage.await("the newcomer serves", stage.peer(1)::serves);
    }

    /** H17: the others have elected somebody else at the last moment. An elected leader does not wait for them for long. */
    @Test
    void anElectedLeaderDoesNotWaitForVotersThatLookForAnother() {
        Stage stage = new Stage(3, 0, new ZabOptions(200, 600_000, 1_000, 500, ZabOptions.COUNTER_MAX, false));
        stage.stranger(1);
        stage.stranger(2);
        stage.boot(3);
        SimPeer elected = stage.peer(3);
        stage.await("it is elected", elected::listens);
        stage.pass(1_500);
        SimNetwork network = stage.simulation().world().network();
        for (long sid = 1; sid <= 2; sid++) {
            network.notify(sid, 3, Notification.of(PeerState.LOOKING, new Vote(2, 7, 1), 9, ""));
        }
        stage.await("it gives up", () -> !elected.listens());
    }

    /** H18: another server votes for one that is dead. Nobody follows it before it is heard itself. */
    @Test
    void nobodyElectsAServerThatIsNotHeard() {
        Stage stage = new Stage(3);
        stage.stranger(1).votes(3, 99, 1);
        stage.boot(2);
        stage.pass(2_000);
        assertThat(stage.peer(2).replicaRole()).isInstanceOf(Looking.class);
    }

    /** H18: other servers vote for one that says it follows somebody else. It is not going to lead. */
    @Test
    void nobodyElectsAServerThatFollowsAnother() {
        Stage stage = new Stage(3);
        stage.stranger(1).votes(3, 99, 1);
        stage.stranger(3).follows(1, 99, 1);
        stage.boot(2);
        stage.simulation()
                .world()
                .network()
                .notify(3, 2, Notification.of(PeerState.FOLLOWING, new Vote(1, 99, 1), 1, ""));
        stage.pass(2_000);
        assertThat(stage.peer(2).replicaRole()).isInstanceOf(Looking.class);
    }

    /** H18: others follow a leader that has just died. Their word alone is not enough. */
    @Test
    void nobodyFollowsALeaderThatDoesNotSaySoItself() {
        Stage stage = new Stage(5);
        for (long sid : new long[] {1, 3, 4}) {
            stage.stranger(sid).follows(5, 99, 1);
        }
        stage.boot(2);
        stage.pass(2_000);
        assertThat(stage.peer(2).replicaRole()).isInstanceOf(Looking.class);
    }

    /** H19: a leader is on its way with one voter and one that has lost its data. Only the voter counts. */
    @Test
    void aServerWithoutItsDataIsNotCounted() {
        Stage stage = new Stage(3);
        stage.peer(1).wipe();
        stage.boot(2, 3);
        stage.await("they have found each other", () -> stage.peer(3).listens());
        stage.peer(2).storage().hangUntil(stage.nowMs() + 1_500);
        stage.boot(1);
        stage.pass(1_000);
        assertThat(stage.peer(3).leads()).isFalse();
        stage.leaderOf(1, 2, 3);
    }

    /** H30: a server connects to the leader again and again, and never becomes a follower. It is no reason to stay. */
    @Test
    void whoOnlyConnectsDoesNotKeepALeader() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Stranger visitor = stage.stranger(1);
        stage.peer(2).kill("test");
        for (int i = 0; i < 8; i++) {
            visitor.dial(leader.sid());
            stage.pass(100);
            if (visitor.isLinked()) {
                visitor.introduces(0);
            }
            stage.pass(500);
        }
        assertThat(leader.leads()).isFalse();
    }

    /** H30, H32: a follower does not write any more. It leaves, or is left, in time. */
    @Test
    void aFollowerWhoseDiskHangsIsDropped() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        SimPeer follower = stage.peer(1);
        Probe probe = stage.session(leader);
        follower.storage().hangUntil(stage.nowMs() + 6_000);
        stage.done(probe.create("/a"));
        stage.pass(5_000);
        assertThat(follower.serves()).isFalse();
        assertThat(leader.leads()).isTrue();
        stage.await("it comes back", follower::serves);
    }

    /** A promise is given once: a server that has promised an epoch to one leader follows another in it, and is not counted. */
    @Test
    void anEpochIsPromisedOnce() {
        Stage stage = new Stage(3);
        Stranger first = stage.stranger(2);
        Stranger second = stage.stranger(3);
        first.follows(2, 0, 0);
        second.follows(2, 0, 0);
        stage.boot(1);
        stage.await("FOLLOWERINFO", () -> first.last(PacketType.FOLLOWER_INFO) != null);
        first.asksFor(1);
        stage.await("a promise", () -> first.last(PacketType.ACK_EPOCH) != null);
        assertThat(new WireInput(first.last(PacketType.ACK_EPOCH).data()).int32())
                .isZero();
        first.hangUp();
        first.follows(3, 0, 0);
        second.follows(3, 0, 0);
        stage.await("FOLLOWERINFO", () -> second.last(PacketType.FOLLOWER_INFO) != null);
        second.asksFor(1);
        stage.await("an answer", () -> second.last(PacketType.ACK_EPOCH) != null);
        assertThat(new WireInput(second.last(PacketType.ACK_EPOCH).data()).int32())
                .isEqualTo(-1);
    }

    /** A learner has more than the leader on its way, as an election with stale votes may end. The leader gives way. */
    @Test
    void aLeaderGivesWayToWhoKnowsMore() {
        Stage stage = new Stage(3);
        Stranger learner = stage.stranger(1);
        stage.boot(2);
        SimPeer leader = stage.peer(2);
        stage.await("it is elected", leader::listens);
        learner.dial(2);
        stage.await("a link", learner::isLinked);
        learner.introduces(1);
        stage.await("LEADERINFO", () -> learner.last(PacketType.LEADER_INFO) != null);
        learner.promises(Zxid.of(1, 9), 1);
        stage.await("the link ends", () -> !learner.isLinked());
        assertThat(learner.last(PacketType.NEW_LEADER)).isNull();
        assertThat(leader.leads()).isFalse();
    }

    /** S3: two of three are there, and the disk of the leader is slow. Nothing is committed before it has written. */
    @Test
    void aLeaderCountsItselfWhenItsDiskHasWritten() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Probe probe = stage.session(leader);
        leader.storage().hangUntil(stage.nowMs() + 800);
        Probe.Request request = probe.create("/a");
        stage.pass(500);
        assertThat(request.answered()).isFalse();
        stage.done(request);
    }
}
