package io.paddock.server.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.ensemble.Peer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a peer can say about why it finds no leader: hazard H36. */
class ObstaclesTest {

    private static final ElectionEffects NOBODY = new ElectionEffects() {
        @Override
        public void notify(long sid, Notification notification) {}

        @Override
        public void beginsAnew(List<Long> unheard) {}

        @Override
        public void elected(long leader) {}
    };

    private final FastElection election = election(ensemble(3));

    ObstaclesTest() {
        election.start(new Candidacy(Candidacy.Kind.VOTER, 5, 1), 0, NOBODY);
    }

    @Test
    void whoIsNotHeardIsNamed() {
        assertThat(election.obstacles()).containsExactly("the voters [2, 3] are not heard, or not reached");
        election.onReachable(2, false, 0, NOBODY);
        election.onReachable(3, false, 0, NOBODY);
        assertThat(election.obstacles()).containsExactly("the voters [2, 3] cannot be reached");
    }

    @Test
    void anotherConfigurationIsTold() {
        hear(2, EnsembleText.write(ensemble(3)).replace("server.3=h3:", "server.3=elsewhere:"));
        assertThat(election.complaints())
                .containsExactly("server 2 has another configuration: server.3=elsewhere:1:2:participant there,"
                        + " h3:1:2:participant here");
        assertThat(election.obstacles())
                .hasSize(2)
                .startsWith(election.complaints().get(0));
        hear(2, EnsembleText.write(ensemble(3)));
        assertThat(election.complaints()).isEmpty();
    }

    @Test
    void theSameMembersUnderALaterNumberAreTheSame() {
        hear(2, EnsembleText.write(ensemble(3).withVersion(1L << 32)));
        assertThat(election.complaints()).isEmpty();
        assertThat(election.configurationVersion()).isEqualTo(1L << 32);
        hear(3, EnsembleText.write(ensemble(3).withVersion(9L << 32)).replace("h3", "elsewhere"));
        assertThat(election.configurationVersion()).as("other members").isEqualTo(1L << 32);
    }

    @Test
    void aWildcardIsNoOtherAddress() {
        hear(2, EnsembleText.write(ensemble(3)).replace("server.2=h2:", "server.2=0.0.0.0:"));
        assertThat(election.complaints()).isEmpty();
        hear(2, EnsembleText.write(ensemble(3)).replace("server.2=h2:1:", "server.2=0.0.0.0:9:"));
        assertThat(election.complaints()).hasSize(1);
    }

    @Test
    void aConfigurationThatCanDecideWithoutOursIsToldAsTheReason() {
        hear(2, EnsembleText.write(ensemble(5)));
        assertThat(election.complaints().get(0))
                .contains("server.4=h4:1:2:participant is only there", "server.5=h5:1:2:participant is only there")
                .endsWith("The two could decide without each other, so nobody leads beside it");
    }

    @Test
    void theSameVotersWithOtherWeightsAreToldAsTheReason() {
        hear(2, EnsembleText.write(ensemble(3)).replace("version", "group.1=1:2:3\nweight.2=5\nversion"));
        assertThat(election.complaints())
                .containsExactly("server 2 has another configuration: the groups or weights are others."
                        + " The two could decide without each other, so nobody leads beside it");
    }

    @Test
    void aWeightThatIsSpelledOutIsTheSameAsNone() {
        Ensemble ours = EnsembleText.read(
                EnsembleText.write(ensemble(3)).replace("version", "group.1=3:1:2\nweight.1=2\nversion"));
        FastElection ofGroups = election(ours);
        ofGroups.start(new Candidacy(Candidacy.Kind.VOTER, 5, 1), 0, NOBODY);
        String theirs = EnsembleText.write(ensemble(3))
                .replace("version", "group.1=1:2:3\nweight.1=2\nweight.2=1\nweight.3=1\nversion");
        for (String text : List.of(theirs, theirs.replace("weight.2=1\n", ""), theirs.replace("1:2:3", "2:3:1"))) {
            ofGroups.onNotification(2, Notification.of(PeerState.LOOKING, new Vote(2, 5, 1), 1, text), 0, NOBODY);
            assertThat(ofGroups.complaints()).as(text).isEmpty();
        }
        String others = theirs.replace("weight.3=1", "weight.3=7");
        ofGroups.onNotification(2, Notification.of(PeerState.LOOKING, new Vote(2, 5, 1), 1, others), 0, NOBODY);
        assertThat(ofGroups.complaints()).singleElement().asString().contains("the groups or weights are others");
    }

    @Test
    void nobodyLeadsBesideTheSameVotersWithOtherWeights() {
        List<Long> elected =
                elect(EnsembleText.write(ensemble(3)).replace("version", "group.1=1:2:3\nweight.2=5\nversion"));
        assertThat(elected).isEmpty();
        assertThat(elect(EnsembleText.write(ensemble(3)))).containsExactly(3L);
    }

    @Test
    void whatCannotBeComparedIsToldAsTheReason() {
        FastElection many = election(ensemble(21));
        many.start(new Candidacy(Candidacy.Kind.VOTER, 5, 1), 0, NOBODY);
        String theirs = EnsembleText.write(ensemble(21))
                .replace(
                        "version",
                        "group.1=1:2:3:4:5:6:7:8:9:10:11:12:13:14:15:16:17:18:19:20:21\nweight.2=5\nversion");
        many.onNotification(2, Notification.of(PeerState.LOOKING, new Vote(2, 5, 1), 1, theirs), 0, NOBODY);
        assertThat(many.complaints())
                .containsExactly("server 2 has another configuration: it cannot be compared with the one here"
                        + " (too many voters to compare: 21), so nobody leads beside it");
        hear(2, "colour=blue");
        assertThat(election.complaints())
                .containsExactly(
                        "server 2 has another configuration: it cannot be read (a configuration holds the unknown key"
                                + " colour)");
        assertThat(elect("colour=blue"))
                .as("others may say more than is read here")
                .containsExactly(3L);
    }

    @Test
    void whereClientsConnectMakesNoDifference() {
        hear(2, EnsembleText.write(ensemble(3)).replaceAll("participant\n", "participant;0.0.0.0:2181\n"));
        assertThat(election.complaints()).isEmpty();
    }

    /** Whom server 3 elects when server 1 votes for it, and server 2 is there with that configuration. */
    private static List<Long> elect(String configuration) {
        List<Long> elected = new ArrayList<>();
        ElectionEffects effects = new ElectionEffects() {
            @Override
            public void beginsAnew(List<Long> unheard) {}

            @Override
            public void notify(long sid, Notification notification) {}

            @Override
            public void elected(long leader) {
                elected.add(leader);
            }
        };
        Ensemble three = ensemble(3);
        FastElection third = new FastElection(3, three, three, EnsembleText.write(three), ElectionOptions.DEFAULTS);
        third.start(new Candidacy(Candidacy.Kind.VOTER, 5, 1), 0, effects);
        Notification ours = Notification.of(PeerState.LOOKING, new Vote(3, 5, 1), 1, EnsembleText.write(three));
        Notification theirs = Notification.of(PeerState.LOOKING, new Vote(3, 5, 1), 1, configuration);
        third.onNotification(1, ours, 10, effects);
        third.onNotification(2, theirs, 10, effects);
        for (long ms = 20; ms < 2_000; ms += 20) {
            third.onTick(ms, effects);
        }
        return elected;
    }

    private void hear(long from, String configuration) {
        Notification said = Notification.of(PeerState.LOOKING, new Vote(from, 5, 1), 1, configuration);
        election.onNotification(from, said, 0, NOBODY);
    }

    private static FastElection election(Ensemble ensemble) {
        return new FastElection(1, ensemble, ensemble, EnsembleText.write(ensemble), ElectionOptions.DEFAULTS);
    }

    private static Ensemble ensemble(int voters) {
        List<Peer> peers = new ArrayList<>();
        for (long sid = 1; sid <= voters; sid++) {
            peers.add(new Peer(sid, List.of(new Peer.Address("h" + sid, 1, 2)), true, null));
        }
        return Ensemble.majority(0, peers);
    }
}
