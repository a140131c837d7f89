package io.paddock.simulation;

/**
 * Runs seeds until the time is up or one breaks, outside of any build: first seed, seconds, and {@code print} for the whole
 * story of the first one.
 */
final class Soak {

    private static final boolean STOP_AT_FAILURE = Boolean.getBoolean("stop");

    private Soak() {}

    public static void main(String[] args) {
        long first = Long.decode(args[0]);
        long end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000_000L;
        boolean print = args.length > 2;
        long runs = 0;
        long failures = 0;
        long answers = 0;
        long established = 0;
        long simulatedMs = 0;
        long undecided = 0;
        for (long seed = first; end != Long.MIN_VALUE && System.nanoTime() < end; seed++) {
            try {
                Simulation simulation = SimulationTest.run(seed, print ? Trace.Told.EVERYTHING : Trace.Told.NOTHING);
                answers += simulation.world().workload().answers();
                established += simulation.world().witness().establishedCount();
                undecided += simulation.undecided() ? 1 : 0;
                simulatedMs += simulation.agenda().nowMs();
            } catch (AssertionError e) {
                failures++;
                end = STOP_AT_FAILURE ? Long.MIN_VALUE : end;
                System.out.println(
                        print ? e : e.getMessage().lines().findFirst().orElse("") + where(e.getCause()));
            }
            runs++;
            if (print) {
                break;
            }
        }
        System.out.printf(
                "%d seeds from %d on, %d failed, %.1f ensemble-hours, %d leaders established, %d writes answered,"
                        + " %d histories undecided%n",
                runs, first, failures, simulatedMs / 3_600_000.0, established, answers, undecided);
    }

    private static String where(Throwable cause) {
        return cause == null || cause.getStackTrace().length == 0 ? "" : " (" + cause.getStackTrace()[0] + ")";
    }
}
