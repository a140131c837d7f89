package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.election.ElectionOptions;
import io.paddock.server.election.FastElection;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.zab.Looking;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandstillTest {

    private static final Looking START = new Looking("start", false);
    private static final Looking REFUSED = new Looking("leader 2 left in discovery: closed by the other end", true);
    private static final Looking TOO_LATE = new Looking("discovery with leader 2 takes too long", true);

    private final LogLines log = new LogLines(Standstill.class);
    private final Standstill standstill = new Standstill(1, election(), 0);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void anAttemptThatFailsLikeTheOneBeforeIsToldOnceAMinuteWithTheNumberOfThoseBetween() {
        for (int seconds = 0; seconds < 60; seconds += 2) {
            fails(REFUSED, seconds);
        }
        assertThat(told()).containsExactly("INFO LOOKING -> LOOKING: " + REFUSED.why());
        fails(REFUSED, 60);
        assertThat(told())
                .hasSize(2)
                .last()
                .asString()
                .endsWith("closed by the other end (and 29 times more since that was said)");
        fails(TOO_LATE, 61);
        assertThat(told()).hasSize(3).last().asString().endsWith("takes too long");
    }

    @Test
    void howTheLastAttemptFailedIsAReason() {
        fails(REFUSED, 1);
        standstill.look(REFUSED, TimeUnit.SECONDS.toNanos(2));
        assertThat(standstill.reason())
                .isEqualTo("It has no leader since 2 s and is LOOKING: " + REFUSED.why()
                        + "; the voters [2, 3] are not heard, or not reached");
    }

    private void fails(Looking how, long seconds) {
        standstill.became(START, how, TimeUnit.SECONDS.toNanos(seconds));
    }

    private List<String> told() {
        return log.lines().stream().filter(line -> !line.startsWith("DEBUG")).toList();
    }

    private static FastElection election() {
        List<Peer> peers = LongStream.rangeClosed(1, 3)
                .mapToObj(sid -> new Peer(sid, List.of(new Peer.Address("h" + sid, 1, 2)), true, null))
                .toList();
        Ensemble ensemble = Ensemble.majority(0, peers);
        return new FastElection(1, ensemble, ensemble, "", ElectionOptions.DEFAULTS);
    }
}
