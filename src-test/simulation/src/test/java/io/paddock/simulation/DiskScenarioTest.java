package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.OpCode;
import io.paddock.common.Zxid;
import io.paddock.server.storage.SimDisk.Loss;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.Txn;
import io.paddock.server.txn.TxnDigest;
import io.paddock.server.txn.TxnHeader;
import io.paddock.server.zab.PacketType;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * What peers say and do while disks are slow, fail, are damaged or replaced: hazards H9, H19, H32, H41, H42. The witness looks on: what is asserted here is that the story happened and how it ended.
 */
class DiskScenarioTest {

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

    /** H19: nobody has anything, so nobody can have lost it. The power fails in between, after each single change of a disk. */
    @Test
    void newServersBeginAnEnsemble() {
        for (int changes = 0; changes < 12; changes++) {
            Stage stage = new Stage(3);
            for (long sid = 1; sid <= 3; sid++) {
                stage.peer(sid).wipe();
            }
            stage.peer(2).storage().losePowerAfter(changes);
            stage.boot(1, 2, 3);
            SimPeer leader = stage.leaderOf(1, 2, 3);
            stage.done(stage.session(leader).create("/first"));
            for (long sid = 1; sid <= 3; sid++) {
                SimPeer peer = stage.peer(sid);
                stage.await("it serves", peer::serves);
                assertThat(peer.isBlank()).isFalse();
                assertThat(peer.storage().files()).doesNotContain("paddock.quarantine");
            }
        }
    }

    /** H19: two have new disks, the third knows what was acknowledged. That is for an operator to decide. */
    @Test
    void aMajorityThatLostItsDisksDoesNotBeginAnew() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        stage.done(stage.session(stage.leaderOf(1, 2, 3)).create("/precious"));
        stage.pass(1_000);
        for (long sid = 1; sid <= 3; sid++) {
            stage.peer(sid).kill("test");
        }
        stage.peer(1).wipe();
        stage.peer(2).wipe();
        stage.boot(1, 2);
        stage.pass(10_000);
        stage.boot(3);
        stage.pass(10_000);
        for (long sid = 1; sid <= 3; sid++) {
            assertThat(stage.peer(sid).serves()).isFalse();
        }
        assertThat(stage.has(stage.peer(3), "/precious")).isTrue();
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

    /** A follower that had ten znodes and is down, and an old record of whose log is damaged. */
    private static SimPeer damaged(Stage stage) throws IOException {
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
        return damaged;
    }

    /** H42: an old record is damaged. The server does not cut its log there and vote: it comes back as one without data. */
    @Test
    void aServerWithADamagedLogComesBackWithoutItsVote() throws IOException {
        Stage stage = new Stage(3);
        SimPeer damaged = damaged(stage);
        stage.boot(1);
        assertThat(damaged.isBlank()).isTrue();
        stage.await("it serves", damaged::serves);
        assertThat(damaged.isBlank()).isFalse();
        assertThat(stage.has(damaged, "/n0")).isTrue();
        assertThat(damaged.storage().files()).contains("quarantine-1").doesNotContain("paddock.quarantine");
        stage.powerOff(1, Loss.NOTHING_SURVIVES);
        stage.boot(1);
        assertThat(damaged.isBlank()).isFalse();
    }

    /** H42: the way of a damaged server back to its vote is interrupted after each single change of its disk. */
    @Test
    void theWayOutOfQuarantineMayBeInterruptedAnywhere() throws IOException {
        for (int changes = 0; changes < 24; changes++) {
            Stage stage = new Stage(3);
            SimPeer damaged = damaged(stage);
            damaged.storage().losePowerAfter(changes);
            stage.boot(1);
            stage.await("it serves", damaged::serves);
            assertThat(damaged.isBlank()).isFalse();
            assertThat(stage.has(damaged, "/n9")).isTrue();
            assertThat(damaged.storage().files()).doesNotContain("paddock.quarantine");
        }
    }

    /** H48: a server finds that its tree is not that of its leader. It ends, remembers it, and comes back by a snapshot. */
    @Test
    void aServerWhoseTreeIsAnotherOneRemembersItOverARestart() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        SimPeer other = stage.peer(1);
        Probe probe = stage.session(leader);
        stage.done(probe.create("/a"));
        stage.await("it shows it", () -> stage.has(other, "/a"));
        other.deliver(() -> {
            other.process().rotMemory("/a");
            other.storage().snapshot(other.tree());
        });
        stage.pass(100);
        stage.done(probe.create("/b"));
        stage.await("it ends", () -> !other.isUp());
        assertThat(other.storage().files()).contains("paddock.quarantine");
        stage.peer(2).kill("test");
        stage.boot(1);
        assertThat(other.isBlank()).isTrue();
        stage.pass(3_000);
        assertThat(other.serves()).as("it is no part of a quorum").isFalse();
        stage.boot(2);
        stage.await("it serves", other::serves);
        assertThat(other.isBlank()).isFalse();
        assertThat(stage.has(other, "/b")).isTrue();
        assertThat(other.storage().files()).contains("quarantine-1").doesNotContain("paddock.quarantine");
    }

    /** H48: the memory of a server was wrong, and its disk proves to be right. It comes back with its vote. */
    @Test
    void aServerWhoseMemoryWasWrongGoesOnWithItsDisk() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        SimPeer other = stage.peer(1);
        Probe probe = stage.session(leader);
        stage.done(probe.create("/a"));
        stage.await("it shows it", () -> stage.has(other, "/a"));
        other.deliver(() -> other.process().rotMemory("/a"));
        stage.done(probe.create("/b"));
        stage.await("it ends", () -> !other.isUp());
        stage.peer(2).kill("test");
        stage.boot(1);
        stage.await("it helps the leader", other::serves);
        stage.done(stage.session(other).create("/c"));
        assertThat(other.storage().files()).doesNotContain("paddock.quarantine", "quarantine-1");
    }

    /**
     * H48: a leader of another make foretells a digest wrong and dies before its COMMIT. What it has left is applied under a
     * leader of ours, by that one and by its follower, and neither takes it for a finding about its own tree.
     */
    @Test
    void whatALostLeaderForetoldWrongEndsNobody() {
        Stage stage = new Stage(3);
        Stranger leader = stage.stranger(3);
        leader.follows(3, 0, 1);
        stage.stranger(1).follows(3, 0, 1);
        for (long sid = 1; sid <= 2; sid++) {
            stage.peer(sid).letMeetStrangers();
        }
        SimPeer heir = stage.peer(2);
        stage.boot(2);
        stage.await("FOLLOWERINFO", () -> leader.last(PacketType.FOLLOWER_INFO) != null);
        leader.asksFor(1);
        stage.await("ACKEPOCH", () -> leader.last(PacketType.ACK_EPOCH) != null);
        leader.send(PacketType.DIFF, 0);
        leader.send(PacketType.NEW_LEADER, Zxid.of(1, 0), new byte[0]);
        stage.await("ACK", () -> leader.last(PacketType.ACK) != null);
        leader.send(PacketType.UP_TO_DATE, -1);
        stage.await("it serves", heir::serves);
        long zxid = Zxid.of(1, 1);
        TxnHeader header = new TxnHeader(7, 0, zxid, 0, OpCode.CREATE_SESSION);
        LoggedTxn odd = new LoggedTxn(header, new Txn.CreateSession(4_000), new TxnDigest(TxnDigest.VERSION, 4711));
        leader.send(PacketType.PROPOSAL, zxid, odd.encode());
        stage.await("it is logged", () -> leader.last(PacketType.ACK).zxid() == zxid);
        stage.withdraw(3);
        stage.withdraw(1);
        stage.boot(1);
        assertThat(stage.leaderOf(1, 2)).isSameAs(heir);
        stage.done(stage.session(stage.peer(1)).create("/a"));
        assertThat(heir.tree().sessions()).containsKey(7L);
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
