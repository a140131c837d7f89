package io.paddock.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expiry and ownership: server semantics, sections 6.3 and 6.4. */
class SessionTableTest {

    private static final int TICK_MS = 1000;
    private final SessionTable table = new SessionTable(TICK_MS);
    private final Object connection = new Object();

    @ParameterizedTest(name = "heard at {0} with timeout {1}: expires at {2}")
    @CsvSource({
        "0, 2000, 3000",
        "1, 2000, 3000",
        "999, 2000, 3000",
        "1000, 2000, 4000",
        "1500, 4000, 6000",
        "-5, 2000, 2000",
        "0, 999, 1000",
        "0, 2500, 3000"
    })
    void aDeadlineIsTheEndOfTheTickThatTheTimeoutEndsIn(long heard, int timeout, long deadline) {
        table.add(1, timeout, connection, heard);
        assertThat(table.expired(deadline - 1)).isEmpty();
        assertThat(table.expired(deadline)).containsExactly(1L);
        assertThat(table.byDeadline()).containsExactly(Map.entry(deadline, List.of(1L)));
    }

    @Test
    void aSessionLivesBetweenItsTimeoutAndOneTickMore() {
        for (long heard = 0; heard < 5000; heard += 37) {
            SessionTable one = new SessionTable(TICK_MS);
            one.add(1, 2000, connection, heard);
            assertThat(one.expired(heard + 2000 - 1)).isEmpty();
            assertThat(one.expired(heard + 2000 + TICK_MS)).containsExactly(1L);
        }
    }

    @Test
    void sessionsOfATickExpireTogetherAndEarlierOnesFirst() {
        table.add(1, 4100, connection, 0);
        table.add(2, 2000, connection, 0);
        table.add(3, 2999, connection, 0);
        assertThat(table.expired(3000)).containsExactly(2L, 3L);
        assertThat(table.expired(60_000)).containsExactly(2L, 3L, 1L);
    }

    @Test
    void aTouchMovesTheDeadlineForwardAndNeverBack() {
        table.add(1, 2000, connection, 0);
        table.touch(1, 2500);
        assertThat(table.expired(4999)).isEmpty();
        table.touch(1, 100);
        assertThat(table.expired(4999)).isEmpty();
        assertThat(table.expired(5000)).containsExactly(1L);
    }

    @Test
    void aTouchOfAnUnknownOrClosingSessionFails() {
        table.touch(9, 1000);
        assertThat(table.contains(9)).isFalse();
        table.add(1, 2000, connection, 0);
        table.markClosing(1);
        table.touch(1, 1000);
        assertThat(table.expired(Long.MAX_VALUE / 2)).isEmpty();
        assertThat(table.isOpen(1)).isFalse();
        assertThat(table.contains(1)).isTrue();
    }

    @Test
    void aSessionThatExpiresStaysUntilItIsClosed() {
        table.add(1, 2000, connection, 0);
        assertThat(table.expired(3000)).containsExactly(1L);
        assertThat(table.isOpen(1)).isTrue();
        table.markClosing(1);
        assertThat(table.expired(3000)).isEmpty();
        table.remove(1);
        assertThat(table.contains(1)).isFalse();
    }

    @Test
    void aResumedSessionHasItsNewTimeoutAndOwner() {
        Object other = new Object();
        table.add(1, 10_000, connection, 0);
        assertThat(table.resume(1, 2000, other, 500)).isTrue();
        assertThat(table.timeoutMs(1)).isEqualTo(2000);
        assertThat(table.expired(3000)).containsExactly(1L);
        assertThat(table.isOwnedBy(1, other)).isTrue();
        assertThat(table.isOwnedBy(1, connection)).isFalse();
    }

    @Test
    void anUnknownOrClosingSessionIsNotResumed() {
        assertThat(table.resume(1, 2000, connection, 0)).isFalse();
        table.add(1, 2000, connection, 0);
        table.markClosing(1);
        assertThat(table.resume(1, 2000, connection, 0)).isFalse();
        table.remove(1);
        assertThat(table.resume(1, 2000, connection, 0)).isFalse();
    }

    @Test
    void aSessionWithoutAnOwnerBelongsToWhoeverSends() {
        table.add(1, 2000, null, 0);
        assertThat(table.isOwnedBy(1, connection)).isTrue();
        assertThat(table.isOwnedBy(1, new Object())).isTrue();
    }

    @Test
    void afterAPauseEveryOpenSessionHasItsFullTimeout() {
        table.add(1, 2000, connection, 0);
        table.add(2, 30_000, connection, 0);
        table.add(3, 2000, connection, 0);
        table.markClosing(3);
        table.forgive(20_000);
        assertThat(table.expired(21_999)).isEmpty();
        assertThat(table.expired(23_000)).containsExactly(1L);
        assertThat(table.expired(49_999)).containsExactly(1L);
        assertThat(table.expired(51_000)).containsExactly(1L, 2L);
    }
}
