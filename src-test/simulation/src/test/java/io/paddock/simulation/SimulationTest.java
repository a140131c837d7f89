package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulationTest {

    /** How long seeds are run on each thread, in s. {@code -Dseconds=...} for longer runs. */
    private static final long SECONDS = Long.getLong("seconds", 60);

    private static final int THREADS = 2;

    @Test
    void whatWasAcknowledgedSurvivesAndEverybodyServesAgainWhenFaultsEnd() throws InterruptedException {
        boolean given = System.getProperty("seed") != null;
        Lives lives = new Lives(Seeds.fresh(), given ? Trace.Told.EVERYTHING : Trace.Told.NOTHING);
        if (given) {
            lives.liveOne();
        } else {
            lives.live(THREADS, Duration.ofSeconds(SECONDS));
        }
        System.out.println(lives);
        assertThat(lives.failures()).isEmpty();
        assertThat(lives.established()).isGreaterThanOrEqualTo(lives.runs());
        assertThat(lives.answers()).isPositive();
    }

    @Test
    void aSeedRepeatsARunExactly() {
        for (long seed = 1; seed <= 3; seed++) {
            assertThat(run(seed, Trace.Told.NOTHING).trace().fingerprint())
                    .isEqualTo(run(seed, Trace.Told.NOTHING).trace().fingerprint());
        }
    }

    /** A failure is lived once more, with its story. */
    static Simulation run(long seed, Trace.Told told) {
        Simulation simulation = Simulation.of(seed, told);
        try {
            Simulation.live(simulation);
        } catch (RuntimeException | Error e) {
            if (told == Trace.Told.NOTHING) {
                run(seed, Trace.Told.THE_END);
            }
            throw new AssertionError(
                    "seed " + seed + ": " + e.getMessage()
                            + "\nrepeat with: ./mvnw -pl src-test/simulation -am test -Dseed=" + seed
                            + " -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false\n"
                            + simulation.trace().tail(),
                    e);
        }
        return simulation;
    }
}
