package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.zab.Looking;
import org.junit.jupiter.api.Test;

class RoleTimesTest {

    @Test
    void aServerThatLooksOnForAnotherReasonHasNotLostItsLeaderAgain() {
        Metrics metrics = new Metrics();
        RoleTimes times = new RoleTimes(metrics.newCounters(), 0);
        times.became(new Looking("it has just started", false), new Looking("all others are new, too", false), 1);
        assertThat(metrics.counter(Metric.LOOKING_COUNT)).isEqualTo(1);
    }
}
