package io.paddock.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session ids: client protocol, section 2.6; server semantics, section 6.1; hazard H33. */
class SessionIdsTest {

    private static final long WALL_MS = 0x0000_0123_4567_89abL;

    @Test
    void anIdIsTheServerThenFortyBitsOfTheClockThenACount() {
        SessionIds ids = SessionIds.from(1, WALL_MS, List.of());
        assertThat(ids.next(id -> false)).isEqualTo(0x0123_4567_89ab_0000L);
        assertThat(ids.next(id -> false)).isEqualTo(0x0123_4567_89ab_0001L);
    }

    @Test
    void onlyTheLowFortyBitsOfTheClockCount() {
        long first = SessionIds.from(5, 0x7f_ff12_3456_789aL, List.of()).next(id -> false);
        assertThat(first).isEqualTo(0x0512_3456_789a_0000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {128, 200, 254})
    void idsOfServersAbove127AreNegative(long server) {
        long first = SessionIds.from(server, WALL_MS, List.of()).next(id -> false);
        assertThat(first).isNegative();
        assertThat(first >>> 56).isEqualTo(server);
    }

    @Test
    void theCountCarriesIntoTheClock() {
        SessionIds ids = SessionIds.from(1, WALL_MS, List.of());
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 0x1_0000; i++) {
            assertThat(seen.add(ids.next(id -> false))).isTrue();
        }
        assertThat(ids.next(id -> false)).isEqualTo(0x0123_4567_89ac_0000L);
    }

    @Test
    void anIdThatIsInUseIsNotHandedOut() {
        SessionIds ids = SessionIds.from(1, WALL_MS, List.of());
        Set<Long> inUse = Set.of(0x0123_4567_89ab_0000L, 0x0123_4567_89ab_0001L);
        assertThat(ids.next(inUse::contains)).isEqualTo(0x0123_4567_89ab_0002L);
    }

    @Test
    void whatIsAheadOfTheClockAtStartIsNotHandedOutAgainNorWhatCameBehindIt() {
        long known = 0x0123_4567_89ff_0005L;
        long ofAnother = 0x0223_4567_89ff_0005L;
        SessionIds ids = SessionIds.from(1, WALL_MS, List.of(known, 0x0100_0000_0000_0000L, ofAnother));
        assertThat(ids.next(id -> false)).isEqualTo(known + (1L << 32));
    }

    @Test
    void neitherZeroNorTheMarkOfContainersIsAnId() {
        assertThat(SessionIds.from(0, 0, List.of()).next(id -> false)).isEqualTo(1);
        assertThat(SessionIds.from(128, 0, List.of()).next(id -> false)).isEqualTo(Long.MIN_VALUE + 1);
    }
}
