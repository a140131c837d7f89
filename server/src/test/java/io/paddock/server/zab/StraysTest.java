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
    void whoLooksIsCountedOutTogetherWithWhoIsNotHeard() {
        looks(2, Set.of(5L));
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isFalse();
        looks(3, Set.of(5L));
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isTrue();
        assertThat(strays).hasToString("voters [2, 3] look for another leader, and [5] are not heard or reached");
    }

    @Test
    void twoOfFiveWhoLookLeaveAQuorum() {
        looks(2, Set.of());
        looks(3, Set.of());
        assertThat(strays.leaveNoQuorum(sid -> false)).isFalse();
    }

    @Test
    void whoIsNotHeardIsNoReasonWhileNobodyLooks() {
        looks(2, Set.of(3L, 4L, 5L));
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isTrue();
        strays.onCame(2);
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isFalse();
    }

    @Test
    void whoHasComeCountsEvenIfItsVoteWasNotHeard() {
        looks(2, Set.of(3L, 4L, 5L));
        assertThat(strays.leaveNoQuorum(sid -> sid == 1 || sid == 3 || sid == 4))
                .isFalse();
    }

    @Test
    void whoLooksIsHeard() {
        looks(2, Set.of(2L, 3L));
        assertThat(strays).hasToString("voters [2] look for another leader, and [3] are not heard or reached");
    }

    @Test
    void whoLooksRightAfterTheElectionMayBeAboutToCome() {
        strays.onLookingHeard(2, Set.of(3L, 4L, 5L), LATE - 500);
        strays.onLookingHeard(2, Set.of(3L, 4L, 5L), LATE - 1);
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isFalse();
    }

    @Test
    void oneLateWordMayBeAnOldOne() {
        strays.onLookingHeard(2, Set.of(3L, 4L, 5L), LATE);
        strays.onLookingHeard(2, Set.of(3L, 4L, 5L), LATE + 199);
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isFalse();
        strays.onLookingHeard(2, Set.of(3L, 4L, 5L), LATE + 200);
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isTrue();
    }

    @Test
    void observersLookForThemselves() {
        looks(6, Set.of(3L, 4L, 5L));
        assertThat(strays.leaveNoQuorum(sid -> sid == 1)).isFalse();
    }

    private void looks(long sid, Set<Long> absent) {
        strays.onLookingHeard(sid, absent, LATE);
        strays.onLookingHeard(sid, absent, LATE + 200);
    }

    private static Ensemble fiveVoters() {
        List<Peer> peers = LongStream.rangeClosed(1, 6)
                .mapToObj(sid -> new Peer(sid, List.of(new Peer.Address("h", 1, 2)), sid < 6, null))
                .toList();
        return Ensemble.majority(0, peers);
    }
}
