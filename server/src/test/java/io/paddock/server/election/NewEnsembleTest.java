package io.paddock.server.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Zxid;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers without data: whether they are new, or have lost what they had (hazard H19). */
class NewEnsembleTest {

    private final Elections elections = Elections.of(3, 0);

    @Test
    void threeNewServersBeginAtOnce() {
        for (long sid = 1; sid <= 3; sid++) {
            elections.startFresh(sid);
        }
        elections.pass(500);
        assertThat(elections.begun.values()).isNotEmpty().containsOnly(List.of());
        assertThat(elections.elected.values()).hasSizeGreaterThanOrEqualTo(2).containsOnly(3L);
    }

    @Test
    void twoOfThreeWaitForTheThirdAndNotForEver() {
        elections.cut(3);
        elections.startFresh(1);
        elections.startFresh(2);
        elections.pass(4_500);
        assertThat(elections.begun).isEmpty();
        assertThat(elections.peers.get(1L).obstacles())
                .containsExactly(
                        "this server has no data, and votes when the others say that they have none either",
                        "the voters [2] have no data that they could vote with",
                        "the voters [3] are not heard, or not reached");
        elections.pass(1_500);
        assertThat(elections.begun).isEqualTo(Map.of(1L, List.of(3L), 2L, List.of(3L)));
        assertThat(elections.elected).isEqualTo(Map.of(1L, 2L, 2L, 2L));
    }

    @Test
    void whoHearsOfDataDoesNotVote() {
        elections.cut(1);
        elections.startFresh(2);
        elections.start(3, Zxid.of(1, 4), 1);
        elections.pass(60_000);
        assertThat(elections.begun).isEmpty();
        assertThat(elections.elected).isEmpty();
        assertThat(elections.peers.get(2L).obstacles().get(0)).contains("others have");
        elections.mend(1);
        elections.start(1, Zxid.of(1, 9), 1);
        elections.pass(2_000);
        assertThat(elections.elected).isEqualTo(Map.of(1L, 1L, 2L, 1L, 3L, 1L));
    }

    @Test
    void whoIsWaitedForAndHasDataIsHeardInTime() {
        elections.cut(1);
        elections.startFresh(2);
        elections.startFresh(3);
        elections.pass(2_000);
        elections.mend(1);
        elections.start(1, Zxid.of(1, 9), 1);
        elections.pass(60_000);
        assertThat(elections.begun).as("an operator decides").isEmpty();
        assertThat(elections.peers.get(1L).obstacles())
                .containsExactly("the voters [2, 3] have no data that they could vote with");
        assertThat(elections.elected).isEmpty();
    }

    /** It is heard long after the others, and first with what it said when the ensemble began. */
    @Test
    void whoIsHeardLateIsGivenTimeToSayWhatIsSoNow() {
        elections.cut(1);
        elections.startFresh(2);
        elections.startFresh(3);
        elections.pass(2_000);
        Notification old = Notification.of(PeerState.LOOKING, new Vote(1, 0, 0), 1, "");
        elections.mend(1);
        elections.send(1, 2, old);
        elections.send(1, 3, old);
        elections.pass(150);
        assertThat(elections.begun).isEmpty();
        elections.start(1, Zxid.of(1, 9), 1);
        elections.pass(60_000);
        assertThat(elections.begun).as("an operator decides").isEmpty();
    }

    @Test
    void whoHasLostItsDataIsNoNewServer() {
        elections.cut(1);
        elections.startFresh(2);
        elections.start(3, -1, 0);
        elections.pass(60_000);
        assertThat(elections.begun).isEmpty();
    }

    @Test
    void serversOfAnotherMakeBeginWithNothingAsWell() {
        elections.startFresh(1);
        elections.start(2, 0, 0);
        elections.cut(3);
        elections.pass(6_000);
        assertThat(elections.begun).isEqualTo(Map.of(1L, List.of(3L)));
        assertThat(elections.elected).isEqualTo(Map.of(1L, 2L, 2L, 2L));
    }

    /** A new connection begins with what was said last, which may be what was said when the ensemble began. */
    @Test
    void whatOthersSaidLongAgoDoesNotLetAServerThatLostItsDiskBegin() {
        elections.cut(1);
        elections.start(2, 0, 0);
        elections.start(3, 0, 0);
        elections.pass(1_000);
        Notification old = Notification.of(PeerState.LOOKING, new Vote(3, 0, 0), 1, "");
        elections.mend(1);
        elections.send(2, 1, old);
        elections.send(3, 1, old);
        elections.startFresh(1);
        elections.pass(10_000);
        assertThat(elections.begun).isEmpty();
        assertThat(elections.elected).containsEntry(1L, 3L);
    }

    @Test
    void whoFindsALeaderDoesNotBegin() {
        elections.cut(1);
        elections.start(2, 0, 0);
        elections.start(3, 0, 0);
        elections.pass(1_000);
        elections.mend(1);
        elections.startFresh(1);
        elections.pass(10_000);
        assertThat(elections.begun).isEmpty();
        assertThat(elections.elected).containsEntry(1L, 3L);
    }
}
