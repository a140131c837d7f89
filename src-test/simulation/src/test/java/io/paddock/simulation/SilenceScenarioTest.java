package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Zxid;
import io.paddock.server.zab.Following;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.ZabOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaders that are silent, and others that only seem to be. With the default timing of operators: tickTime 2000, syncLimit 5. */
class SilenceScenarioTest {

    private static final ZabOptions DEFAULTS = ZabOptions.of(2_000, 10, 5);
    private static final long FOR_EVER = 10_000_000;

    /** A leader hangs, and its connections stay. */
    @Test
    void aHungLeaderIsReplacedWithinOneAndAHalfSeconds() {
        Stage stage = started();
        SimPeer hung = stage.leaderOf(1, 2, 3);
        long start = stage.nowMs();
        hung.pause(FOR_EVER);
        SimPeer next = leaderBeside(stage, hung);
        stage.done(stage.session(next).create("/next"));
        assertThat(stage.nowMs() - start).isBetween(700L, 1_499L);
    }

    /** Nobody waits for the vote of the one that hangs, although it could be connected to. */
    @Test
    void theVoteOfAHungLeaderIsNotWaitedFor() {
        Stage stage = started();
        SimPeer hung = stage.leaderOf(1, 2, 3);
        hung.pause(FOR_EVER);
        stage.await("it is left", () -> others(stage, hung).stream().noneMatch(SimPeer::serves));
        long left = stage.nowMs();
        leaderBeside(stage, hung);
        assertThat(stage.nowMs() - left).isLessThan(200);
    }

    /** When it goes on it finds that the others have gone, and does not wait for them. */
    @Test
    void aLeaderThatGoesOnAfterItWasReplacedStepsDownAtOnce() {
        Stage stage = started();
        SimPeer hung = stage.leaderOf(1, 2, 3);
        hung.pause(FOR_EVER);
        SimPeer next = leaderBeside(stage, hung);
        hung.pause(0);
        long start = stage.nowMs();
        stage.await("it steps down", () -> !hung.leads());
        assertThat(stage.nowMs() - start).isLessThan(100);
        stage.await("it follows", hung::serves);
        assertThat(next.leads()).isTrue();
        assertThat(stage.nowMs() - start).isLessThan(1_500);
    }

    /** A leader of another make sends PINGs twice in a tick, as all have to. Its silence means less. */
    @Test
    void aLeaderOfAnotherMakeIsLeftAtTheSyncLimit() {
        Stage stage = new Stage(3, 0, DEFAULTS);
        Stranger leader = stage.stranger(2);
        leader.follows(2, 0, 1);
        stage.stranger(1).follows(2, 0, 1);
        stage.boot(3);
        SimPeer follower = stage.peer(3);
        stage.await("FOLLOWERINFO", () -> leader.last(PacketType.FOLLOWER_INFO) != null);
        leader.asksFor(1);
        stage.await("ACKEPOCH", () -> leader.last(PacketType.ACK_EPOCH) != null);
        leader.send(PacketType.DIFF, 0);
        leader.send(PacketType.NEW_LEADER, Zxid.of(1, 0), new byte[0]);
        stage.await("ACK", () -> leader.last(PacketType.ACK) != null);
        leader.send(PacketType.UP_TO_DATE, -1);
        stage.await("it serves", follower::serves);
        for (int i = 0; i < 15; i++) {
            stage.pass(i % 3 == 0 ? 1_300 : 850);
            leader.send(PacketType.PING, Zxid.of(1, 0));
        }
        stage.pass(9_900);
        assertThat(follower.replicaRole()).isInstanceOf(Following.class);
        stage.await("it leaves", () -> !follower.serves());
    }

    /** All stand still together, as they do on a machine that sleeps. Nobody has been silent. */
    @Test
    void aPauseOfTheWholeMachineIsNoSilence() {
        Stage stage = started();
        SimPeer leader = stage.leaderOf(1, 2, 3);
        stage.simulation().peers().values().forEach(peer -> peer.pause(peer == leader ? 5_300 : 5_000));
        stage.pass(10_000);
        assertThat(stage.leaderOf(1, 2, 3)).isSameAs(leader);
        assertThat(stage.simulation().world().witness().establishedCount()).isEqualTo(1);
    }

    /** A follower stands still, for a collection of its garbage. What its leader has sent meanwhile lies there. */
    @Test
    void aFollowerThatStoodStillDoesNotBlameItsLeader() {
        Stage stage = started();
        SimPeer leader = stage.leaderOf(1, 2, 3);
        SimPeer follower = others(stage, leader).get(0);
        for (int i = 0; i < 5; i++) {
            follower.pause(3_000);
            stage.pass(5_000);
            assertThat(follower.replicaRole()).isInstanceOf(Following.class);
        }
        assertThat(stage.simulation().world().witness().establishedCount()).isEqualTo(1);
    }

    /** Machines that pause for longer than a second again and again are left once, and then given more time. */
    @Test
    void aLeaderThatPausesOftenIsNotLeftEachTime() {
        Stage stage = started();
        SimPeer first = stage.leaderOf(1, 2, 3);
        first.pause(1_300);
        SimPeer second = leaderBeside(stage, first);
        stage.leaderOf(1, 2, 3);
        for (int i = 0; i < 5; i++) {
            stage.pass(10_000);
            second.pause(1_300);
            stage.pass(2_000);
            assertThat(second.leads()).isTrue();
        }
        assertThat(stage.simulation().world().witness().establishedCount()).isEqualTo(2);
    }

    /** A hang of seconds is no pause. What hangs next is not borne longer because the first one has come back. */
    @Test
    void aLeaderThatHungForSecondsTeachesNoPatience() {
        Stage stage = started();
        SimPeer first = stage.leaderOf(1, 2, 3);
        first.pause(4_000);
        SimPeer second = leaderBeside(stage, first);
        stage.await("the first one follows", () -> first.serves() && !first.leads());
        stage.pass(3_000);
        assertThat(second.leads()).isTrue();
        long start = stage.nowMs();
        second.pause(FOR_EVER);
        leaderBeside(stage, second);
        assertThat(stage.nowMs() - start).isBetween(700L, 1_499L);
    }

    /** Three that have been serving long enough to know each other. */
    private static Stage started() {
        Stage stage = new Stage(3, 0, DEFAULTS);
        stage.boot(1, 2, 3);
        stage.leaderOf(1, 2, 3);
        stage.pass(3_000);
        return stage;
    }

    private static List<SimPeer> others(Stage stage, SimPeer one) {
        return stage.simulation().peers().values().stream()
                .filter(peer -> peer != one)
                .toList();
    }

    private static SimPeer leaderBeside(Stage stage, SimPeer old) {
        stage.await("another leader", () -> others(stage, old).stream().anyMatch(SimPeer::leads));
        return others(stage, old).stream().filter(SimPeer::leads).findFirst().orElseThrow();
    }
}
