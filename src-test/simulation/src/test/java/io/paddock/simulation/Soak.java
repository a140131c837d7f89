package io.paddock.simulation;

/**
 * Runs seeds until the time is up or one breaks, outside of any build: first seed, seconds, and {@code print} for the whole
 * story of the first one. {@code -Dstop=true} ends it at the first that fails.
 */
final class Soak {

    private static final boolean STOP_AT_FAILURE = Boolean.getBoolean("stop");
    private static final int REPORT_EVERY = 200;

    private final long first;
    private long runs;
    private long failures;
    private long answers;
    private long established;
    private long simulatedMs;
    private long undecided;

    private Soak(long first) {
        this.first = first;
    }

    public static void main(String[] args) {
        Soak soak = new Soak(Long.decode(args[0]));
        boolean print = args.length > 2;
        long endNanos = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000_000L;
        do {
            soak.live(print);
            if (soak.runs % REPORT_EVERY == 0) {
                soak.report();
            }
        } while (!print && System.nanoTime() < endNanos && !(STOP_AT_FAILURE && soak.failures > 0));
        soak.report();
    }

    private void live(boolean print) {
        try {
            Trace.Told told = print ? Trace.Told.EVERYTHING : Trace.Told.NOTHING;
            Simulation simulation = SimulationTest.run(first + runs, told);
            answers += simulation.world().workload().answers();
            established += simulation.world().witness().establishedCount();
            undecided += simulation.undecided() ? 1 : 0;
            simulatedMs += simulation.agenda().nowMs();
        } catch (AssertionError e) {
            failures++;
            System.out.println(print ? e : e.getMessage().lines().findFirst().orElse("") + where(e.getCause()));
        }
        runs++;
    }

    private void report() {
        System.out.printf(
                "%d seeds from %d on, %d failed, %.1f ensemble-hours, %d leaders established, %d writes answered,"
                        + " %d histories undecided%n",
                runs, first, failures, simulatedMs / 3_600_000.0, established, answers, undecided);
    }

    private static String where(Throwable cause) {
        return cause == null || cause.getStackTrace().length == 0 ? "" : " (" + cause.getStackTrace()[0] + ")";
    }
}
