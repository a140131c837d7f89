package io.paddock.server.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnsembleTest {

    @ParameterizedTest(name = "voters {0}: {1} is a quorum: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            1           | 1       | true
            1           |         | false
            1 2         | 1       | false
            1 2         | 1 2     | true
            1 2 3       | 3       | false
            1 2 3       | 1 3     | true
            1 2 3 4     | 1 2     | false
            1 2 3 4     | 1 2 4   | true
            1 2 3 4 5   | 1 2     | false
            1 2 3 4 5   | 2 4 5   | true
            1 2 3       | 1 8 9   | false
            """)
    void moreThanHalfOfTheVotersIsAQuorum(String voters, String accepted, boolean quorum) {
        assertThat(majority(voters).isQuorum(sids(accepted)::contains)).isEqualTo(quorum);
    }

    @ParameterizedTest(name = "voters {0}, reached {1}: quorum floor {2}")
    @CsvSource(delimiter = '|', textBlock = """
            1 2 3     | 1:7 2:7 3:5         | 7
            1 2 3     | 1:7 2:6 3:5         | 6
            1 2 3     | 1:7                 | 0
            1 2 3     | 1:7 9:7             | 0
            1 2 3 4   | 1:9 2:9 3:4 4:4     | 4
            1 2 3 4   | 1:9 2:9 3:9 4:4     | 9
            1 2 3 4 5 | 1:1 2:2 3:3 4:4 5:5 | 3
            1         | 1:8                 | 8
            """)
    void theQuorumFloorIsTheHighestZxidThatAQuorumHasReached(String voters, String reached, long floor) {
        Map<Long, Long> zxids = marks(reached);
        assertThat(majority(voters).quorumFloor(sid -> zxids.getOrDefault(sid, 0L)))
                .isEqualTo(floor);
    }

    @ParameterizedTest(name = "three groups of three, server 9 without weight: {0} is a quorum: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            1 2 4 5         | true
            1 2 4           | false
            1 2 3 4 7       | false
            1 4 7           | false
            1 2 7 8         | true
            1 2 7 9         | false
            4 5 6 7 8       | true
            """)
    void aHierarchicalQuorumIsMoreThanHalfTheWeightInMoreThanHalfTheGroups(String accepted, boolean quorum) {
        Ensemble ensemble = grouped("1 2 3, 4 5 6, 7 8 9", "9:0");
        assertThat(ensemble.isQuorum(sids(accepted)::contains)).isEqualTo(quorum);
    }

    @Test
    void aGroupWithoutWeightIsNotCounted() {
        Ensemble ensemble = grouped("1 2 3, 4 5, 6 7", "4:0 5:0 6:0 7:0");
        assertThat(ensemble.isQuorum(sids("1 2")::contains)).isTrue();
        assertThat(ensemble.isQuorum(sids("4 5 6 7")::contains)).isFalse();
    }

    @Test
    void theHierarchicalQuorumFloorAgreesWithTheQuorums() {
        Ensemble ensemble = grouped("1 2 3, 4 5 6, 7 8 9", "");
        Map<Long, Long> zxids = marks("1:9 2:9 4:8 5:7 7:9");
        long floor = ensemble.quorumFloor(sid -> zxids.getOrDefault(sid, 0L));
        assertThat(floor).isEqualTo(7);
        assertThat(ensemble.isQuorum(sid -> zxids.getOrDefault(sid, 0L) >= 8)).isFalse();
    }

    @Test
    void whileTwoConfigurationsAreInForceEachNeedsItsQuorum() {
        Quorums both = BothEnsembles.inForce(at(1, "1 2 3"), at(2, "3 4 5"));
        assertThat(both.isQuorum(sids("1 2 3")::contains)).isFalse();
        assertThat(both.isQuorum(sids("1 3 4")::contains)).isTrue();
        assertThat(both.voters()).containsExactly(1L, 2L, 3L, 4L, 5L);
        Map<Long, Long> zxids = marks("1:9 2:9 3:9 4:5 5:4");
        assertThat(both.quorumFloor(sid -> zxids.getOrDefault(sid, 0L))).isEqualTo(5);
    }

    @Test
    void anOlderLastSeenConfigurationHasNoSay() {
        Ensemble current = at(2, "1 2 3");
        assertThat(BothEnsembles.inForce(current, at(1, "4 5 6"))).isSameAs(current);
        assertThat(BothEnsembles.inForce(current, current)).isSameAs(current);
    }

    @Test
    void observersAndStrangersHaveNoVoteAndNoWeight() {
        Ensemble ensemble = Ensemble.majority(
                0,
                List.of(
                        peer(1, true),
                        peer(2, false),
                        peer(3, true),
                        new Peer(4, List.of(new Peer.Address("h", 1, 2)), true, null)));
        assertThat(ensemble.voters()).containsExactly(1L, 3L, 4L);
        assertThat(ensemble.weight(1)).isEqualTo(1);
        assertThat(ensemble.weight(2)).isZero();
        assertThat(ensemble.weight(77)).isZero();
        assertThat(ensemble.isVoter(77)).isFalse();
    }

    @Test
    void everyVoterIsInExactlyOneGroup() {
        assertThatThrownBy(() -> grouped("1 2, 2 3", "")).hasMessageContaining("server 2 votes and is in 2 groups");
    }

    @ParameterizedTest(name = "voters {0} and {1} can never decide differently: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            1 2 3               | 1 2 3                                                     | true
            1 2 3               | 1 2 3 4                                                   | true
            1 2 3               | 1 2 3 4 5                                                 | false
            1 2 3               | 1 2 4                                                     | false
            1 2 3               | 4 5 6                                                     | false
            1 2 3 4             | 1 2 3 5                                                   | true
            1 2 3 4 5           | 1 2 3                                                     | false
            1                   | 1 2                                                       | true
            1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 | true
            1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 | 1 2 3                   | false
            """)
    void editedFilesMayLeaveTwoConfigurationsThatCanDecideDifferently(String one, String other, boolean shares) {
        assertThat(majority(one).sharesQuorumsWith(majority(other))).isEqualTo(shares);
        assertThat(majority(other).sharesQuorumsWith(majority(one))).isEqualTo(shares);
    }

    @Test
    void theSameVotersWithOtherWeightsCanDecideDifferently() {
        Ensemble heavy = grouped("1 2 3", "3:5");
        assertThat(majority("1 2 3").sharesQuorumsWith(heavy)).isFalse();
        assertThat(heavy.sharesQuorumsWith(majority("1 2 3"))).isFalse();
        assertThat(heavy.sharesQuorumsWith(grouped("1 2 3", "3:6"))).isTrue();
        assertThat(majority("1 2 3").sharesQuorumsWith(grouped("1 2 3", ""))).isTrue();
    }

    @Test
    void theSameVotersInOtherGroupsCanDecideDifferently() {
        Ensemble three = grouped("1 2 3, 4 5 6, 7 8 9", "");
        assertThat(three.sharesQuorumsWith(grouped("1 4 7, 2 5 8, 3 6 9", ""))).isFalse();
        assertThat(three.sharesQuorumsWith(grouped("1 2 4 5, 3 6 7 8 9", "1:0 2:0 4:0 5:0")))
                .isFalse();
        assertThat(three.sharesQuorumsWith(grouped("9 8 7, 1 2 3, 6 5 4", ""))).isTrue();
    }

    /** The definition, over all pairs of sets, for rules of which some meet and some do not. */
    @Test
    void whetherTwoRulesMeetIsWhatTheirQuorumsSay() {
        List<Ensemble> rules = List.of(
                majority("1 2 3 4 5"),
                majority("2 3 4"),
                grouped("1 2, 3 4 5", ""),
                grouped("1 2 3, 4 5", "1:0 2:3"),
                grouped("1, 2 3, 4 5", "4:2"),
                grouped("1 2 3 4 5", "5:3"),
                grouped("1 2 3 4 5", "1:0 2:0 3:0 4:0"));
        for (Ensemble one : rules) {
            for (Ensemble other : rules) {
                boolean apart = false;
                for (int set = 0; set < 32; set++) {
                    int inside = set;
                    apart |= one.isQuorum(sid -> (inside >> (sid - 1) & 1) == 1)
                            && other.isQuorum(sid -> (inside >> (sid - 1) & 1) == 0);
                }
                assertThat(one.sharesQuorumsWith(other)).as(one + " " + other).isEqualTo(!apart);
            }
        }
    }

    @Test
    void tooManyVotersWithDifferentGroupsAreNotCompared() {
        String many = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21";
        assertThat(grouped(many, "").sharesQuorumsWith(grouped(many, ""))).isTrue();
        assertThatThrownBy(() -> grouped(many, "").sharesQuorumsWith(grouped(many, "1:2")))
                .hasMessage("too many voters to compare: 21");
    }

    static Ensemble majority(String voters) {
        return at(0, voters);
    }

    private static Ensemble at(long version, String voters) {
        return Ensemble.majority(
                version, sids(voters).stream().map(sid -> peer(sid, true)).toList());
    }

    private static Ensemble grouped(String groups, String weights) {
        List<Group> list = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        for (String group : groups.split(",")) {
            list.add(new Group(list.size() + 1, sids(group)));
            sids(group).forEach(sid -> peers.add(peer(sid, true)));
        }
        return Ensemble.grouped(0, peers, list, new TreeMap<>(marks(weights)));
    }

    private static Peer peer(long sid, boolean voter) {
        return new Peer(sid, List.of(new Peer.Address("host" + sid, 2888, 3888)), voter, null);
    }

    private static List<Long> sids(String text) {
        List<Long> sids = new ArrayList<>();
        for (String sid : (text == null ? "" : text).strip().split(" +")) {
            if (!sid.isEmpty()) {
                sids.add(Long.parseLong(sid));
            }
        }
        return sids;
    }

    private static Map<Long, Long> marks(String text) {
        Map<Long, Long> marks = new TreeMap<>();
        for (String mark : text.strip().split(" +")) {
            if (!mark.isEmpty()) {
                String[] halves = mark.split(":");
                marks.put(Long.parseLong(halves[0]), Long.parseLong(halves[1]));
            }
        }
        return marks;
    }
}
