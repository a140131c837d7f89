package io.paddock.simulation;

/** The clocks of one machine: one that never goes back and runs at its own rate, and one on the wall that may jump. */
final class SimClock {

    private static final long WALL_START_MS = 1_700_000_000_000L;

    private final Agenda agenda;
    private double rate = 1;
    private double nextRate = 1;
    private long bootedMs;
    private long localStartMs;
    private long wallOffsetMs;

    SimClock(Agenda agenda, long localStartMs) {
        this.agenda = agenda;
        this.localStartMs = localStartMs;
    }

    /** The machine starts, so much later by its own clock. */
    void boot(long laterMs) {
        localStartMs = localMs() + laterMs;
        bootedMs = agenda.nowMs();
        rate = nextRate;
    }

    long localMs() {
        return localStartMs + (long) ((agenda.nowMs() - bootedMs) * rate);
    }

    long wallMs() {
        return WALL_START_MS + agenda.nowMs() + wallOffsetMs;
    }

    /** How many ms it counts in one. */
    double rate() {
        return rate;
    }

    /** From the next start on. */
    void nextRate(double next) {
        nextRate = next;
    }

    void jumpWall(long ms) {
        wallOffsetMs = ms;
    }
}
