package io.paddock.server.clientport;

import static io.paddock.server.session.Admission.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.paddock.server.config.ConnectionThrottleConfig;
import org.junit.jupiter.api.Test;

/** The token bucket and the drop at random (server semantics, section 12), on a clock and a die that the test holds. */
class ConnectionThrottleTest {

    private long nowMs = 5_000;
    private double die = 0.5;

    @Test
    void withoutTokensItIsOff() {
        ConnectionThrottle throttle = throttle(bucket(0, 1, 1));
        for (int i = 0; i < 1_000; i++) {
            assertThat(throttle.admit(false)).isZero();
        }
    }

    @Test
    void aBucketAdmitsAsManyAsItHoldsAndSaysWhatIsMissing() {
        ConnectionThrottle throttle = throttle(bucket(3, 100, 1));
        assertThat(throttle.admit(false)).isEqualTo(1);
        assertThat(throttle.admit(true)).isEqualTo(2);
        assertThat(throttle.admit(false)).isEqualTo(3);
        assertThat(throttle.admit(false)).isEqualTo(REFUSED);
    }

    @Test
    void itFillsInProportionAfterMoreThanTheFillTime() {
        ConnectionThrottle throttle = throttle(bucket(4, 100, 2));
        for (int i = 0; i < 4; i++) {
            throttle.admit(false);
        }
        nowMs += 100;
        assertThat(throttle.admit(false)).isEqualTo(REFUSED);
        nowMs += 50; // 150 ms at 2 tokens in 100 ms.
        assertThat(throttle.admit(false)).isEqualTo(2);
        nowMs += 1_000_000_000;
        assertThat(throttle.admit(false)).as("never more than the bucket holds").isEqualTo(1);
    }

    @Test
    void weightsMakeTheBucketLargerAndNewSessionsDearer() {
        ConnectionThrottle throttle =
                throttle(new ConnectionThrottleConfig(2, 100, 1, -1, 0.02, 0.002, 0, true, 3, 2, 1));
        assertThat(throttle.admit(false)).isEqualTo(3);
        assertThat(throttle.admit(true)).isEqualTo(5);
        assertThat(throttle.admit(true)).isEqualTo(REFUSED);
        nowMs += 101; // 3 tokens.
        assertThat(throttle.admit(false)).isEqualTo(5);
    }

    @Test
    void whileTheBucketIsEmptyMoreAndMoreAreDroppedAndWhileItIsFullFewer() {
        ConnectionThrottle throttle =
                throttle(new ConnectionThrottleConfig(2, 1_000, 2, 10, 0.3, 0.2, 0.5, false, 3, 2, 1));
        throttle.admit(false);
        throttle.admit(false);
        for (int i = 1; i <= 5; i++) {
            nowMs += 11;
            throttle.admit(false);
            assertThat(throttle.dropProbability()).isCloseTo(Math.min(1, 0.3 * i), within(1e-9));
        }
        throttle.admit(false);
        assertThat(throttle.dropProbability()).as("frozen for 10 ms").isEqualTo(1);
        nowMs += 2_000;
        die = 0.85;
        assertThat(throttle.admit(false))
                .as("a full bucket, probability 0.8, the die says 0.85")
                .isEqualTo(1);
        nowMs += 11;
        die = 0.55;
        assertThat(throttle.admit(false)).as("half empty is still low; 0.6").isEqualTo(REFUSED);
        assertThat(throttle.dropProbability()).isCloseTo(0.6, within(1e-9));
    }

    private ConnectionThrottle throttle(ConnectionThrottleConfig config) {
        return new ConnectionThrottle(config, () -> nowMs, () -> die);
    }

    private static ConnectionThrottleConfig bucket(int tokens, int fillMs, int fillTokens) {
        return new ConnectionThrottleConfig(tokens, fillMs, fillTokens, -1, 0.02, 0.002, 0, false, 3, 2, 1);
    }
}
