package io.paddock.server.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EphemeralOwnerTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0000000000000000, persistent",
        "8000000000000000, container",
        "FF00000000000001, ttl",
        "FF0000FFFFFFFFFF, ttl",
        "FF00010000000001, session",
        "FF12345678000000, session",
        "8000000000000001, session",
        "0100004437a00000, session",
    })
    void theOwnerTellsTheKindWhateverIsEnabled(String hex, String kind) {
        long owner = Long.parseUnsignedLong(hex, 16);
        assertThat(EphemeralOwner.isContainer(owner)).isEqualTo(kind.equals("container"));
        assertThat(EphemeralOwner.isTtl(owner)).isEqualTo(kind.equals("ttl"));
        assertThat(EphemeralOwner.isSession(owner)).isEqualTo(kind.equals("session"));
    }

    @Test
    void aTimeToLiveComesBackFromItsOwner() {
        long owner = EphemeralOwner.ofTtl(31_536_000_000L);
        assertThat(owner).isEqualTo(0xFF00_0000_0000_0000L + 31_536_000_000L);
        assertThat(EphemeralOwner.ttlMs(owner)).isEqualTo(31_536_000_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1L << 40})
    void aTimeToLiveOutOfRangeHasNoOwner(long ttlMs) {
        assertThat(EphemeralOwner.isValidTtl(ttlMs)).isFalse();
        assertThatThrownBy(() -> EphemeralOwner.ofTtl(ttlMs)).isInstanceOf(IllegalArgumentException.class);
    }
}
