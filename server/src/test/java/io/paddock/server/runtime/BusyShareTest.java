package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BusyShareTest {

    private long nowNanos;
    private long busyNanos;
    private final BusyShare share = new BusyShare(() -> busyNanos, () -> nowNanos);

    @Test
    void itIsTheShareOfTheTimeBetweenTwoLooks() {
        pass(2_000, 500);
        assertThat(share.now()).isEqualTo(0.25);
        pass(10_000, 10_000);
        assertThat(share.now()).isEqualTo(1.0);
        pass(5_000, 0);
        assertThat(share.now()).isZero();
    }

    @Test
    void looksThatAreCloseTogetherGetTheSameAnswer() {
        pass(1_000, 400);
        assertThat(share.now()).isEqualTo(0.4);
        pass(999, 999);
        assertThat(share.now()).isEqualTo(0.4);
        pass(1, 0);
        assertThat(share.now()).isEqualTo(0.999);
    }

    @Test
    void whatCannotBeMeasuredExactlyStaysBetweenNoneAndAll() {
        pass(1_000, 1_200);
        assertThat(share.now()).isEqualTo(1.0);
        pass(1_000, -300);
        assertThat(share.now()).isZero();
    }

    private void pass(long ms, long busyMs) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
        busyNanos += TimeUnit.MILLISECONDS.toNanos(busyMs);
    }
}
