package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Seeds;
import org.junit.jupiter.api.Test;

class SimulationTest {

    /** How long seeds are run, in s. {@code -Dseconds=...} for longer runs. */
    private static final long SECONDS = Long.getLong("seconds", 20);

    /** The first seed, so that a build says the same twice. {@code -Dfresh} for seeds that nobody has seen. */
    private static final long FIRST_SEED = 1_000_000;

    @Test
    void whatWasAcknowledgedSurvivesAndEverybodyServesAgainWhenFaultsEnd() {
        boolean given = System.getProperty("seed") != null;
        boolean fresh = System.getProperty("fresh") != null;
        long seed = given || fresh ? Seeds.fresh() : FIRST_SEED;
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        long runs = 0;
        long answers = 0;
        long established = 0;
        long simulatedMs = 0;
        do {
            Simulation simulation = run(seed, given ? Trace.Told.EVERYTHING : Trace.Told.NOTHING);
            answers += simulation.world().workload().answers();
            established += simulation.world().witness().establishedCount();
            simulatedMs += simulation.agenda().nowMs();
            runs++;
            seed++;
        } while (!given && System.nanoTime() < end);
        System.out.printf(
                "%d seeds from %d on, %.1f ensemble-hours, %d leaders established, %d writes answered%n",
                runs, seed - runs, simulatedMs / 3_600_000.0, established, answers);
        assertThat(established).isGreaterThanOrEqualTo(runs);
        assertThat(answers).isPositive();
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
