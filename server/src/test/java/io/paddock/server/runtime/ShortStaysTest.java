package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShortStaysTest {

    private final ShortStays stays = new ShortStays();
    private long nowNanos;

    @Test
    void theFifthInARowIsOneTooMany() {
        for (int i = 0; i < 4; i++) {
            assertThat(stays.areMany()).isFalse();
            stay(1, 7);
        }
        assertThat(stays.areMany()).isTrue();
    }

    @Test
    void manyAreToldOnceAMinute() {
        int told = 0;
        for (int i = 0; i < 100; i++) {
            stay(1, 7);
            told += stays.toBeTold(nowNanos) ? 1 : 0;
        }
        assertThat(told).isEqualTo(2);
    }

    @Test
    void whatComesBehindThemIsNotToldAgain() {
        for (int i = 0; i < 4; i++) {
            stay(1, 7);
        }
        assertThat(stays.toBeTold(nowNanos)).isTrue();
        assertThat(stays.toBeTold(nowNanos + 1)).isFalse();
    }

    @Test
    void aLongOneIsTheEndOfIt() {
        for (int i = 0; i < 6; i++) {
            stay(1, 7);
        }
        stay(10, 7);
        assertThat(stays.areMany()).isFalse();
    }

    @Test
    void leadersThatAreReplacedAreNoSuchCase() {
        for (int epoch = 1; epoch < 9; epoch++) {
            stay(1, epoch);
        }
        assertThat(stays.areMany()).isFalse();
    }

    private void stay(int seconds, long epoch) {
        stays.begin(3, epoch, nowNanos);
        nowNanos += TimeUnit.SECONDS.toNanos(seconds);
        stays.end(nowNanos);
    }
}
