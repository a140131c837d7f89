package io.paddock.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session ids: client protocol, section 2.6; server semantics, section 6.1; hazard H33. */
class SessionIdsTest {

    private static final long WALL_MS = 0x0000_0123_4567_89abL;

    @Test
    void anIdIsTheServerThenFortyBitsOfTheClockThenACount() {
        SessionIds ids = from(1, WALL_MS);
        assertThat(ids.next(id -> false)).isEqualTo(0x0123_4567_89ab_0000L);
        assertThat(ids.next(id -> false)).isEqualTo(0x0123_4567_89ab_0001L);
    }

    @Test
    void onlyTheLowFortyBitsOfTheClockCount() {
        long first = from(5, 0x7f_ff12_3456_789aL).next(id -> false);
        assertThat(first).isEqualTo(0x0512_3456_789a_0000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {128, 200, 254})
    void idsOfServersAbove127AreNegative(long server) {
        long first = from(server, WALL_MS).next(id -> false);
        assertThat(first).isNegative();
        assertThat(first >>> 56).isEqualTo(server);
    }

    @Test
    void theCountCarriesIntoTheClock() {
        SessionIds ids = from(1, WALL_MS);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 0x1_0000; i++) {
            assertThat(seen.add(ids.next(id -> false))).isTrue();
        }
        assertThat(ids.next(id -> false)).isEqualTo(0x0123_4567_89ac_0000L);
    }

    @Test
    void anIdThatIsInUseIsNotHandedOut() {
        SessionIds ids = from(1, WALL_MS);
        Set<Long> inUse = Set.of(0x0123_4567_89ab_0000L, 0x0123_4567_89ab_0001L);
        assertThat(ids.next(inUse::contains)).isEqualTo(0x0123_4567_89ab_0002L);
    }

    @Test
    void whatIsAheadOfTheClockAtStartIsNotHandedOutAgainNorWhatCameBehindIt() {
        long known = 0x0123_4567_89ff_0005L;
        long ofAnother = 0x0223_4567_89ff_0005L;
        List<Long> open = List.of(known, 0x0100_0000_0000_0000L, ofAnother);
        long first = SessionIds.from(1, WALL_MS, 0, open, new Random(1)).next(id -> false);
        assertThat(first >>> 56).isEqualTo(1);
        assertThat(first - known).isBetween(1L << 32, 1L << 50);
    }

    @Test
    void knownSessionsOfAServerAbove127Count() {
        long known = 0xc823_4567_89ff_0005L;
        long first =
                SessionIds.from(200, WALL_MS, 0, List.of(known), new Random(1)).next(id -> false);
        assertThat(first >>> 56).isEqualTo(200);
        assertThat(first - known).isBetween(1L << 32, 1L << 50);
    }

    @Test
    void aClockThatWasSetBackGivesNoIdOfBeforeThoughAllTheirSessionsAreForgotten() {
        Random random = new Random(1);
        Set<Long> seen = new HashSet<>();
        for (int start = 0; start < 10_000; start++) {
            SessionIds ids = SessionIds.from(1, WALL_MS, WALL_MS + 5, List.of(), random);
            for (int i = 0; i < 10; i++) {
                assertThat(seen.add(ids.next(id -> false))).isTrue();
            }
        }
    }

    @Test
    void neitherZeroNorTheMarkOfContainersIsAnId() {
        assertThat(from(0, 0).next(id -> false)).isEqualTo(1);
        assertThat(from(128, 0).next(id -> false)).isEqualTo(Long.MIN_VALUE + 1);
    }

    private static SessionIds from(long serverId, long wallMs) {
        return SessionIds.from(serverId, wallMs, 0, List.of(), new Random(1));
    }
}
