package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Zxid;
import io.paddock.common.wire.WireInput;
import io.paddock.server.election.Notification;
import io.paddock.server.election.PeerState;
import io.paddock.server.election.Vote;
import io.paddock.server.storage.SimDisk.Loss;
import io.paddock.server.zab.Discovering;
import io.paddock.server.zab.Looking;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.ZabOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who is elected, in which configuration, and who is not waited for: hazards H16 to H18, H23, H31, H36, and epochs. The witness looks on: what is asserted here is that the story happened and how it ended.
 */
class ElectionScenarioTest {

    /** Nobody gives up because initLimit is over. */
    private static final ZabOptions NEVER_TOO_LONG =
            new ZabOptions(200, 600_000, 1_000, 500, ZabOptions.COUNTER_MAX, false);

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

    /** H18: the vote of one is lost on its way to another, who looks a moment later. It is told again what it has not heard. */
    @Test
    void aVoteThatWasLostIsToldAgain() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        stage.pass(500);
        long start = stage.nowMs();
        stage.peer(1).storage().hangUntil(start + 60);
        probe.create("/a");
        stage.pass(10);
        stage.simulation().world().network().cut(2, 1);
        leader.kill("test");
        stage.pass(30);
        stage.mend();
        stage.await("the other is elected", stage.peer(2)::listens);
        assertThat(stage.nowMs() - start).isLessThan(100);
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

    /** H36: all name the same voters, but one of them could decide alone as its own file says. */
    @Test
    void theSameVotersWithOtherWeightsDoNotDecideAgainstEachOther() {
        Stage stage = new Stage(3);
        stage.boot(1, 2);
        SimPeer leader = stage.leaderOf(1, 2);
        stage.done(stage.session(leader).create("/a"));
        stage.weigh(3, 3, 5);
        stage.boot(3);
        stage.pass(5_000);
        assertThat(leader.leads()).isTrue();
        assertThat(stage.peer(3).leads()).isFalse();
        for (long sid = 1; sid <= 2; sid++) {
            stage.peer(sid).kill("its file is edited");
            stage.weigh(sid, 3, 5);
        }
        stage.boot(1, 2);
        stage.leaderOf(1, 2, 3);
        assertThat(stage.has(stage.peer(3), "/a")).isTrue();
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
        Stage stage = new Stage(3, 0, NEVER_TOO_LONG);
        stage.stranger(1);
        stage.stranger(2);
        stage.boot(3);
        SimPeer elected = stage.peer(3);
        stage.await("it is elected", elected::listens);
        stage.pass(1_500);
        SimNetwork network = stage.simulation().world().network();
        for (int word = 1; word <= 2; word++) {
            for (long sid = 1; sid <= 2; sid++) {
                network.notify(sid, 3, Notification.of(PeerState.LOOKING, new Vote(2, 7, 1), 9, ""));
            }
            stage.pass(300);
        }
        stage.await("it gives up", () -> !elected.listens());
    }

    /** H17: one of three is lost without a word, another looks for somebody else. The elected leader cannot get a quorum any more. */
    @Test
    void anElectedLeaderDoesNotWaitForTheDeadWhileOthersLook() {
        Stage stage = new Stage(3, 0, NEVER_TOO_LONG);
        Stranger other = stage.stranger(1);
        stage.simulation().world().network().cut(3, 2); // It is not known that it is down.
        stage.boot(3);
        SimPeer elected = stage.peer(3);
        stage.await("it is elected", elected::listens);
        stage.pass(1_500);
        other.looks(3, 7, 1);
        stage.pass(300);
        other.looks(3, 7, 1);
        stage.await("it gives up", () -> !elected.listens());
    }

    /** H17: what was said in the election may be read late, behind a pause. */
    @Test
    void anElectedLeaderIsNotGivenUpForOneLateWord() {
        Stage stage = new Stage(3, 0, NEVER_TOO_LONG);
        Stranger other = stage.stranger(1);
        stage.boot(3);
        SimPeer elected = stage.peer(3);
        stage.await("it is elected", elected::listens);
        stage.pass(1_500);
        for (int word = 1; word <= 2; word++) {
            other.looks(3, 7, 1);
            stage.pass(100); // Who gives up pauses for longer.
            assertThat(elected.listens()).isTrue();
        }
    }

    /**
     * H17: the port of the leader opened too late for two of its followers, and in time for one. The fifth is down: so
     * neither these two nor those who look are a quorum, before one of them gives up.
     */
    @Test
    void aFollowerDoesNotWaitForALeaderThatTheOthersHaveGivenUp() {
        Stage stage = new Stage(5, 0, NEVER_TOO_LONG);
        List<Stranger> others = List.of(stage.stranger(2), stage.stranger(3), stage.stranger(4));
        SimPeer follower = bootedAtTheDoorOf4(stage, others);
        others.subList(0, 2).forEach(other -> other.looks(1, 7, 1));
        stage.pass(300);
        others.subList(0, 2).forEach(other -> other.looks(1, 7, 1));
        stage.await("it gives up", () -> follower.replicaRole() instanceof Looking);
    }

    /** The others follow 4. Server 1 does as well, and is not let in. */
    private static SimPeer bootedAtTheDoorOf4(Stage stage, List<Stranger> others) {
        others.forEach(other -> other.follows(4, 7, 1));
        stage.boot(1);
        SimPeer peer = stage.peer(1);
        stage.await("it follows", () -> peer.replicaRole() instanceof Discovering);
        stage.pass(1_500);
        assertThat(peer.replicaRole()).isInstanceOf(Discovering.class);
        return peer;
    }

    /**
     * H18: two servers of Apache's look already when a third begins to. What they have said is lost, and they do not repeat it in
     * the same round as long as they are told something.
     */
    @Test
    void whoBeginsToLookLaterIsToldTheVotesOfTheOthers() {
        Stage stage = new Stage(5);
        List<Stranger> others = List.of(stage.stranger(2), stage.stranger(3), stage.stranger(4));
        SimPeer late = bootedAtTheDoorOf4(stage, others);
        for (int word = 1; word <= 2; word++) {
            for (Stranger other : others.subList(0, 2)) {
                other.votesOnce(3, 7, 1, 101);
                other.tells(1);
            }
            stage.pass(300);
        }
        stage.await(
                "it follows who was elected",
                () -> late.replicaRole() instanceof Discovering discovering && discovering.leader() == 3);
    }

    /** All vote for a server that one of them was told of, and nobody hears it. They give that up and elect another. */
    @Test
    void aVoteForSomebodyWhoIsNotHeardIsGivenUp() {
        Stage stage = new Stage(5);
        stage.boot(1);
        stage.simulation()
                .world()
                .network()
                .notify(4, 1, Notification.of(PeerState.LOOKING, new Vote(5, 99, 1), 1, ""));
        stage.pass(100);
        stage.boot(2, 3);
        stage.leaderOf(1, 2, 3);
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

    /**
     * H18: a process first hears, late, what was true once: 3 led in the round that this one begins with. Then 3 says that it
     * follows 1 since a later round, and last comes, late as well, that 1 followed 3. Found in seed 80000624.
     */
    @Test
    void nobodyFollowsALeaderThatHasGoneOn() {
        Stage stage = new Stage(3);
        SimNetwork network = stage.simulation().world().network();
        stage.boot(2);
        network.notify(3, 2, Notification.of(PeerState.LEADING, new Vote(3, 99, 1), 1, ""));
        stage.pass(50);
        network.notify(3, 2, Notification.of(PeerState.FOLLOWING, new Vote(1, 99, 2), 3, ""));
        stage.pass(50);
        network.notify(1, 2, Notification.of(PeerState.FOLLOWING, new Vote(3, 99, 1), 1, ""));
        stage.pass(50);
        assertThat(stage.peer(2).replicaRole()).isInstanceOf(Looking.class);
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

    /** A voter has promised an epoch to a leader that came to nothing. The one that leads begins a later one, and only one. */
    @Test
    void whoHasPromisedALaterEpochIsNotLeftOut() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Stranger voter = stage.stranger(1);
        voter.looks(leader.sid(), Zxid.of(1, 0), 1);
        voter.dial(leader.sid());
        stage.await("a link", voter::isLinked);
        stage.pass(100);
        voter.introduces(7);
        stage.await("the leader resigns", () -> !leader.leads());
        SimPeer next = stage.leaderOf(2, 3);
        assertThat(next.currentEpochOnDisk()).isEqualTo(8);
        voter.dial(next.sid());
        stage.await("a link", voter::isLinked);
        voter.introduces(7);
        stage.await("LEADERINFO", () -> voter.last(PacketType.LEADER_INFO) != null);
        assertThat(Zxid.epoch(voter.last(PacketType.LEADER_INFO).zxid())).isEqualTo(8);
        assertThat(next.leads()).isTrue();
    }

    /** A machine comes with the data of another ensemble, which is further. The others keep theirs. */
    @Test
    void whoComesFromAnotherEnsembleStaysOut() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Stranger foreigner = stage.stranger(1);
        for (int i = 0; i < 5; i++) {
            isSentAway(stage, foreigner, leader, Zxid.of(4, 9), 4);
        }
    }

    /** It comes to the leader with that history, and has promised that epoch. The leader stays what it was. */
    private static void isSentAway(Stage stage, Stranger visitor, SimPeer leader, long zxid, long promised) {
        visitor.looks(leader.sid(), zxid, Zxid.epoch(zxid));
        visitor.dial(leader.sid());
        stage.await("a link", visitor::isLinked);
        stage.pass(100);
        visitor.introduces(promised);
        stage.await("it is sent away", () -> !visitor.isLinked());
        assertThat(leader.leads()).isTrue();
        assertThat(leader.acceptedEpochOnDisk()).isEqualTo(1);
    }

    /** A peer says that it has promised an epoch that nobody can have come to. */
    @Test
    void aLieAboutThePromisedEpochCostsOneLink() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        isSentAway(stage, stage.stranger(1), leader, 0, 0x7fff_fffe);
    }

    /** What an observer has promised is not counted, and so it is no reason to wait for a later epoch. */
    @Test
    void anObserverFollowsWhoeverLeads() {
        Stage stage = new Stage(3, 1);
        Stranger first = stage.stranger(2);
        Stranger second = stage.stranger(3);
        first.follows(2, 0, 0);
        second.follows(2, 0, 0);
        stage.boot(4);
        stage.await("OBSERVERINFO", () -> first.last(PacketType.OBSERVER_INFO) != null);
        first.asksFor(5);
        stage.await("a promise", () -> first.last(PacketType.ACK_EPOCH) != null);
        first.hangUp();
        first.follows(3, 0, 0);
        second.follows(3, 0, 0);
        stage.await("OBSERVERINFO", () -> second.last(PacketType.OBSERVER_INFO) != null);
        second.asksFor(3);
        stage.await("an answer", () -> second.last(PacketType.ACK_EPOCH) != null);
        assertThat(new WireInput(second.last(PacketType.ACK_EPOCH).data()).int32())
                .isEqualTo(-1);
        assertThat(stage.peer(4).acceptedEpochOnDisk()).isEqualTo(5);
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
}
