package io.paddock.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The digests that the word {@code hash} shows: storage, section 7.4. */
class DigestHistoryTest {

    private final DigestHistory history = new DigestHistory();

    @Test
    void every128thZxidIsKept() {
        for (long zxid = 1; zxid <= 300; zxid++) {
            history.onApplied(zxid, -zxid);
        }
        assertThat(history.marks())
                .containsExactly(new DigestHistory.Mark(128, -128), new DigestHistory.Mark(256, -256));
    }

    @Test
    void theLast1024AreKept() {
        for (long i = 1; i <= 1500; i++) {
            history.onApplied(i * 128, i);
        }
        assertThat(history.marks()).hasSize(1024);
        assertThat(history.marks().get(0)).isEqualTo(new DigestHistory.Mark(477 * 128, 477));
        assertThat(history.marks().get(1023)).isEqualTo(new DigestHistory.Mark(1500 * 128, 1500));
    }
}
