package io.paddock.server.zab;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Peer;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Five voters, 6 observes. */
class StraysTest {

    private static final long LATE = 1_001;

    private final Strays strays = new Strays(fiveVoters(), 0);

    @Test
    void whoLooksIsCountedOutTogetherWithWhoCannotBeReached() {
        strays.onLookingHeard(2, Set.of(5L), LATE);
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isFalse();
        strays.onLookingHeard(3, Set.of(5L), LATE);
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isTrue();
        assertThat(strays).hasToString("voters [2, 3] look for another leader, and [5] cannot be reached");
    }

    @Test
    void whoCannotBeReachedAloneIsNoReasonToGiveUp() {
        assertThat(strays.leaveNoQuorum(sid -> false)).isFalse();
        strays.onLookingHeard(2, Set.of(), LATE);
        strays.onLookingHeard(3, Set.of(), LATE);
        assertThat(strays.leaveNoQuorum(sid -> false)).as("the fifth may come").isFalse();
    }

    @Test
    void whoHasComeCountsWhateverIsKnownOfItsElectionPort() {
        strays.onLookingHeard(2, Set.of(3L, 4L, 5L), LATE);
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isTrue();
        assertThat(strays.leaveNoQuorum(sid -> sid == 1 || sid == 3 || sid == 4))
                .isFalse();
        strays.onCame(2);
        assertThat(strays.leaveNoQuorum(sid -> sid == 1))
                .as("nobody looks any more")
                .isFalse();
    }

    @Test
    void whoLooksRightAfterTheElectionMayBeAboutToCome() {
        strays.onLookingHeard(2, Set.of(3L, 4L, 5L), LATE - 1);
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isFalse();
    }

    @Test
    void observersLookForThemselves() {
        strays.onLookingHeard(6, Set.of(3L, 4L, 5L), LATE);
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isFalse();
    }

    private static Ensemble fiveVoters() {
        List<Peer> peers = LongStream.rangeClosed(1, 6)
                .mapToObj(sid -> new Peer(sid, List.of(new Peer.Address("h", 1, 2)), sid < 6, null))
                .toList();
        return Ensemble.majority(0, peers);
    }
}
