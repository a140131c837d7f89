package io.paddock.server.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.ensemble.Group;
import io.paddock.server.ensemble.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastElectionTest {

    @ParameterizedTest(name = "{0} wins against {1}: {2}")
    @CsvSource(textBlock = """
            1:5:1, 2:5:1, false
            2:5:1, 1:5:1, true
            1:6:1, 2:5:1, true
            1:5:2, 2:9:1, true
            1:5:1, 1:5:1, false
            2:-1:1, 1:5:1, false
            """)
    void epochThenHistoryThenSidDecideBetweenVotes(String challenger, String champion, boolean wins) {
        assertThat(vote(challenger).beats(vote(champion), 1)).isEqualTo(wins);
        assertThat(vote(challenger).beats(vote(champion), 0)).isFalse();
    }

    @Test
    void theHighestSidWinsAmongEquals() {
        Elections elections = Elections.of(3, 0);
        startAll(elections);
        elections.deliver();
        assertThat(elections.elected).as("all agree: nobody waits").isEqualTo(leaders(3, 3, 3));
        assertThat(elections.peers.get(3L).state()).isEqualTo(PeerState.LEADING);
        assertThat(elections.peers.get(1L).state()).isEqualTo(PeerState.FOLLOWING);
    }

    @Test
    void theLongerHistoryWinsOverTheHigherSid() {
        Elections elections = Elections.of(3, 0);
        elections.start(1, 0x100000009L, 1);
        elections.start(2, 0x100000007L, 1);
        elections.start(3, 0x100000007L, 1);
        elections.deliver();
        assertThat(elections.elected).isEqualTo(leaders(1, 1, 1));
    }

    @Test
    void aBareQuorumWaitsForLateVotes() {
        Elections elections = Elections.of(3, 0);
        elections.start(1, 0, 0);
        elections.start(2, 0, 0);
        elections.pass(150);
        assertThat(elections.elected).isEmpty();
        elections.start(3, 0, 0);
        elections.pass(10);
        assertThat(elections.elected).isEqualTo(leaders(3, 3, 3));
    }

    @Test
    void aBareQuorumDecidesAfterTheWait() {
        Elections elections = Elections.of(3, 0);
        elections.start(1, 0, 0);
        elections.start(2, 0, 0);
        elections.pass(230);
        assertThat(elections.elected).containsOnlyKeys(1L, 2L).containsEntry(1L, 2L);
    }

    @Test
    void nobodyWaitsForAPeerThatCannotBeReached() {
        Elections elections = Elections.of(3, 0);
        elections.start(1, 0, 0);
        elections.start(2, 0, 0);
        elections.deliver();
        elections.unreachable(1, 3);
        elections.unreachable(2, 3);
        assertThat(elections.elected).containsEntry(1L, 2L).containsEntry(2L, 2L);
    }

    @Test
    void aMinorityElectsNobody() {
        Elections elections = Elections.of(5, 0);
        elections.start(1, 0, 0);
        elections.start(2, 0, 0);
        elections.unreachable(1, 3);
        elections.unreachable(1, 4);
        elections.unreachable(1, 5);
        elections.pass(5_000);
        assertThat(elections.elected).isEmpty();
    }

    @Test
    void aNewcomerFindsTheEstablishedLeaderWithoutDisturbingIt() {
        Elections elections = Elections.of(3, 0);
        elections.start(2, 0x100000009L, 1);
        elections.start(3, 0x100000009L, 1);
        elections.pass(300);
        elections.peers.get(2L).onEstablished(2);
        elections.peers.get(3L).onEstablished(2);
        elections.elected.clear();
        elections.start(1, 0x200000009L, 2);
        elections.pass(50);
        assertThat(elections.elected).isEqualTo(new TreeMap<>(Map.of(1L, 3L)));
    }

    @Test
    void aNewcomerBelievesFollowersOnlyIfTheyReportTheSameEpoch() {
        Elections elections = Elections.of(3, 0);
        elections.start(1, 0, 0);
        elections.deliver();
        elections.send(3, 1, settled(PeerState.LEADING, 3, 7, 2));
        elections.send(2, 1, settled(PeerState.FOLLOWING, 3, 6, 1));
        elections.deliver();
        assertThat(elections.elected).isEmpty();
        elections.send(2, 1, settled(PeerState.FOLLOWING, 3, 6, 2));
        elections.deliver();
        assertThat(elections.elected).containsEntry(1L, 3L);
    }

    @Test
    void aDeadLeaderIsNotElectedFromTheReportsOfItsFollowers() {
        Elections elections = Elections.of(5, 0);
        elections.start(1, 0, 0);
        elections.deliver();
        for (long follower : List.of(2L, 3L, 4L)) {
            elections.send(follower, 1, settled(PeerState.FOLLOWING, 5, 9, 1));
        }
        elections.deliver();
        assertThat(elections.elected).isEmpty();
    }

    @Test
    void aVoteForAPeerThatWasNotHeardInThisRoundDoesNotCount() {
        Elections elections = Elections.of(3, 0);
        elections.start(1, 0, 0);
        elections.deliver();
        elections.send(2, 1, Notification.of(PeerState.LOOKING, new Vote(3, 5, 0), 1, null));
        elections.pass(1_000);
        assertThat(elections.peers.get(1L).vote()).isEqualTo(new Vote(3, 5, 0));
        assertThat(elections.elected).isEmpty();
    }

    @Test
    void whoeverIsInAnOlderRoundJoinsTheNewer() {
        Elections elections = Elections.of(3, 0);
        elections.cut(1);
        for (int i = 0; i < 4; i++) {
            elections.start(1, 0, 0);
            elections.deliver();
        }
        elections.mend(1);
        elections.start(2, 0, 0);
        elections.start(3, 0, 0);
        elections.pass(250);
        assertThat(elections.elected).isEqualTo(leaders(3, 3, 3));
        assertThat(elections.peers.get(3L).round()).isEqualTo(4);
    }

    /** A server of Apache's does not answer a worse vote of its own round. */
    @Test
    void whoHasMissedAVoteOfItsRoundBeginsALaterOneIfNothingElseHelps() {
        Elections elections = Elections.of(5, 0);
        String text = EnsembleText.write(Elections.ensembleOf(5, 0));
        elections.send(4, 1, Notification.of(PeerState.LOOKING, new Vote(4, 0, 0), 1, text));
        elections.deliver();
        elections.start(1, 0, 0);
        elections.pass(1_400);
        assertThat(elections.peers.get(1L).round()).isEqualTo(1);
        elections.pass(200);
        assertThat(elections.peers.get(1L).round()).isEqualTo(2);
        elections.pass(5_000);
        assertThat(elections.peers.get(1L).round())
                .as("nothing was missed in this one")
                .isEqualTo(2);
    }

    @Test
    void anObserverAndAVoterInAnOlderRoundDoNotTalkForEver() {
        Elections elections = Elections.of(3, 1);
        elections.cut(4);
        for (int i = 0; i < 4; i++) {
            elections.start(4, 0, 0);
            elections.deliver();
        }
        elections.mend(4);
        elections.start(1, 0, 0);
        elections.pass(250);
        assertThat(elections.elected).isEmpty();
        elections.start(2, 0, 0);
        elections.pass(2_000);
        assertThat(elections.elected).isEqualTo(Map.of(1L, 2L, 2L, 2L, 4L, 2L));
    }

    @Test
    void observersAndStrangersFindTheLeaderAndAreNotCounted() {
        Elections elections = Elections.of(3, 2);
        elections.add(9);
        startAll(elections);
        elections.start(9, 0, 0);
        elections.deliver();
        elections.pass(300);
        assertThat(elections.elected)
                .containsEntry(4L, 3L)
                .containsEntry(5L, 3L)
                .containsEntry(9L, 3L);
        assertThat(elections.peers.get(4L).state()).isEqualTo(PeerState.OBSERVING);
        assertThat(elections.peers.get(9L).state()).isEqualTo(PeerState.FOLLOWING);
    }

    @Test
    void peersThatTakeEachOtherForStrangersDoNotTalkForEver() {
        Elections elections = Elections.of(3, 2);
        startAll(elections);
        elections.pass(500);
        elections.sent.clear();
        elections.send(4, 1, settled(PeerState.OBSERVING, 3, 1, 0));
        elections.pass(500);
        assertThat(elections.sent).hasSize(1);
    }

    @Test
    void aPeerThatMayHaveLostItsDataNeitherElectsNorIsElected() {
        Elections elections = Elections.of(3, 0);
        elections.start(1, 0x100000001L, 1);
        elections.start(3, -1, 9);
        elections.pass(2_000);
        assertThat(elections.elected).isEmpty();
        elections.start(2, 0x100000002L, 1);
        elections.pass(1_300);
        assertThat(elections.elected).as("3 joins whom the others follow").isEqualTo(leaders(2, 2, 2));
    }

    @Test
    void aServerWithoutWeightIsNeverVotedFor() {
        List<Peer> peers = new ArrayList<>();
        for (long sid = 1; sid <= 4; sid++) {
            peers.add(new Peer(sid, List.of(new Peer.Address("h", 1, 2)), true, null));
        }
        List<Group> groups = List.of(new Group(1, List.of(1L, 2L, 3L)), new Group(2, List.of(4L)));
        Elections elections = new Elections(Ensemble.grouped(0, peers, groups, new TreeMap<>(Map.of(4L, 0L))));
        startAll(elections);
        elections.pass(300);
        assertThat(elections.elected).isEqualTo(leaders(3, 3, 3, 3));
    }

    @Test
    void nobodyLeadsByTheVotesOfAnEnsembleThatCanDecideWithoutIt() {
        Elections elections = Elections.of(3, 0);
        List<Peer> five = new ArrayList<>();
        for (long sid = 1; sid <= 5; sid++) {
            five.add(new Peer(sid, List.of(new Peer.Address("h" + sid, 1, 2)), true, null));
        }
        String text = EnsembleText.write(Ensemble.majority(0, five));
        elections.start(3, 0, 0);
        elections.deliver();
        elections.send(1, 3, Notification.of(PeerState.LOOKING, new Vote(3, 0, 0), 1, text));
        elections.pass(500);
        assertThat(elections.elected).isEmpty();
    }

    /** It has a configuration that was activated later: it votes for 3, and would leave it at once. */
    @Test
    void nobodyLeadsByTheVoteOfOneThatWillNotFollow() {
        Elections elections = Elections.of(3, 0);
        elections.start(3, 0, 0);
        elections.deliver();
        String text = EnsembleText.write(Elections.ensembleOf(3, 0).withVersion(1L << 32));
        elections.send(1, 3, Notification.of(PeerState.LOOKING, new Vote(3, 0, 0), 1, text.replace("h2", "elsewhere")));
        elections.pass(500);
        assertThat(elections.elected).isEmpty();
        elections.send(1, 3, Notification.of(PeerState.LOOKING, new Vote(3, 0, 0), 1, text));
        elections.pass(500);
        assertThat(elections.elected).isEqualTo(Map.of(3L, 3L));
    }

    @Test
    void theWaitBetweenRepetitionsStaysShort() {
        Elections elections = Elections.of(3, 0);
        elections.start(1, 0, 0);
        elections.pass(60_000);
        elections.sent.clear();
        elections.pass(1_010);
        assertThat(elections.sent).hasSize(2);
    }

    private static void startAll(Elections elections) {
        List.copyOf(elections.peers.keySet()).stream()
                .filter(sid -> sid < 9)
                .forEach(sid -> elections.start(sid, 0, 0));
    }

    private static Notification settled(PeerState state, long leader, long round, long epoch) {
        return Notification.of(state, new Vote(leader, 0, epoch), round, null);
    }

    private static TreeMap<Long, Long> leaders(long... leaders) {
        TreeMap<Long, Long> map = new TreeMap<>();
        for (int i = 0; i < leaders.length; i++) {
            map.put(i + 1L, leaders[i]);
        }
        return map;
    }

    private static Vote vote(String text) {
        String[] fields = text.split(":");
        return new Vote(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    }
}
