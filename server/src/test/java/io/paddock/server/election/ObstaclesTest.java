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
    void aConfigurationThatCanDecideWithoutOursIsToldAsTheReason() {
        hear(2, EnsembleText.write(ensemble(5)));
        assertThat(election.complaints().get(0))
                .contains("server.4=h4:1:2:participant is only there", "server.5=h5:1:2:participant is only there")
                .endsWith("The two could decide without each other, so nobody leads beside it");
    }

    @Test
    void whereClientsConnectMakesNoDifference() {
        hear(2, EnsembleText.write(ensemble(3)).replaceAll("participant\n", "participant;0.0.0.0:2181\n"));
        assertThat(election.complaints()).isEmpty();
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
