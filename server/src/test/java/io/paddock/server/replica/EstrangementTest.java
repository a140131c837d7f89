package io.paddock.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EstrangementTest {

    private final Estrangement estrangement = new Estrangement(1_000);

    @Test
    void anEarlierLeaderForLongIsThatOfAnotherEnsemble() {
        for (long nowMs = 0; nowMs <= 1_000; nowMs += 250) {
            estrangement.onFound(4, 99, nowMs);
            assertThat(estrangement.isCertain(nowMs)).isFalse();
        }
        estrangement.onFound(4, 99, 1_001);
        assertThat(estrangement.isCertain(1_001)).isTrue();
    }

    @Test
    void anEarlierLeaderThatIsReplacedWasTheEndOfAnElection() {
        estrangement.onFound(4, 5, 0);
        estrangement.onFound(4, 5, 400);
        estrangement.onFound(6, 5, 800);
        estrangement.onFound(4, 5, 1_100);
        assertThat(estrangement.isCertain(1_100)).isFalse();
    }

    @Test
    void whatWasSeenOnceAndLongAgoSaysNothing() {
        estrangement.onFound(4, 5, 0);
        estrangement.onFound(4, 5, 5_000);
        assertThat(estrangement.isCertain(5_000)).isFalse();
    }
}
