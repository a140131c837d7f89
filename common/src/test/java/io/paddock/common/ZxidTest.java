package io.paddock.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZxidTest {

    @Test
    void theDistanceCountsTheTransactionsOfTheLaterEpoch() {
        assertThat(Zxid.distance(Zxid.of(2, 5), Zxid.of(2, 9))).isEqualTo(4);
        assertThat(Zxid.distance(Zxid.of(1, 70), Zxid.of(2, 9))).isEqualTo(9);
        assertThat(Zxid.distance(Zxid.of(1, 70), Zxid.of(2, 0))).isZero();
        assertThat(Zxid.distance(Zxid.of(2, 9), Zxid.of(2, 9))).isZero();
        assertThat(Zxid.distance(Zxid.of(2, 9), Zxid.of(2, 5))).isZero();
        assertThat(Zxid.distance(Zxid.of(2, 5), Zxid.of(2, 0xffff_ffffL))).isEqualTo(0xffff_ffffL - 5);
    }
}
