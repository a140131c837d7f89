package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Path;
import io.paddock.server.txn.QuotaListener.Excess;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotaWarningsTest {

    private final LogLines log = new LogLines(QuotaWarnings.class);
    private final QuotaWarnings warnings = new QuotaWarnings();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void eachQuotaIsToldAboutOnceAMinuteWithWhatWasNotTold() {
        long start = Long.MAX_VALUE - 5; // The clock may pass the largest number.
        exceed("/a", start);
        exceed("/a", start + 1);
        exceed("/b", start + 2);
        exceed("/a", start + TimeUnit.SECONDS.toNanos(59));
        exceed("/a", start + TimeUnit.SECONDS.toNanos(60));

        assertThat(log.lines())
                .containsExactly(
                        "WARN Quota of /a exceeded by a request for /a/x: 6 of 5 znodes. It is a soft limit, nothing"
                                + " was refused",
                        "WARN Quota of /b exceeded by a request for /b/x: 6 of 5 znodes. It is a soft limit, nothing"
                                + " was refused",
                        "WARN Quota of /a exceeded by a request for /a/x: 6 of 5 znodes. It is a soft limit, nothing"
                                + " was refused; 2 more requests exceeded it since the last warning");
    }

    private void exceed(String quota, long nowNanos) {
        Excess excess = new Excess(Path.of(quota + "/x"), Path.of(quota), false, false, 6, 5);
        warnings.softLimitExceeded(excess, nowNanos);
    }
}
