package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.TestEnsemble;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What must not happen, looked for as long as it could. */
final class Quiet {

    private static final long BETWEEN_LOOKS_MS = 50;

    private Quiet() {}

    /** Nobody serves at any time in this span. */
    static void expectNoService(TestEnsemble ensemble, Duration span) {
        long end = System.nanoTime() + span.toNanos();
        while (System.nanoTime() - end < 0) {
            for (long sid : ensemble.sids()) {
                assertThat(ensemble.mode(sid)).as("server %d", sid).isNull();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN_LOOKS_MS));
        }
    }

    /** No server of ours has met anything that it was not made for, in all its lives. */
    static void expectQuietLogs(TestEnsemble ensemble) throws IOException {
        for (long sid : ensemble.sids()) {
            if (ensemble.server(sid).installation().isPaddock()) {
                assertThat(ensemble.server(sid).log())
                        .as("what server %d has to say", sid)
                        .doesNotContain("Severe", "Exception", "AssertionError", "\tat ");
            }
        }
    }
}
