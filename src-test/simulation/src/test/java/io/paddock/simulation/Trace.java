package io.paddock.simulation;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/** The story of a run, a line per event. Writing it takes longer than living it, so by default only its fingerprint is kept. */
final class Trace {

    private static final int LINES_MAX = 400;

    /** What is told. */
    enum Told {
        NOTHING,
        /** The last lines, for the message of a failure. */
        THE_END,
        EVERYTHING
    }

    private final Agenda agenda;
    private final Told told;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    /** Differs if anything in the story differs. */
    private long fingerprint;

    Trace(Agenda agenda, Told told) {
        this.agenda = agenda;
        this.told = told;
    }

    void line(long sid, Supplier<String> what) {
        fingerprint = (fingerprint * 31 + sid) * 1_000_003 + agenda.nowMs();
        if (told == Told.NOTHING) {
            return;
        }
        String line = "%9d %-3s %s".formatted(agenda.nowMs(), sid == 0 ? "" : "p" + sid, what.get());
        if (told == Told.EVERYTHING) {
            System.out.println(line);
            return;
        }
        if (lines.size() == LINES_MAX) {
            lines.remove();
        }
        lines.add(line);
    }

    /** Something that happened, as a number. */
    void mark(long number) {
        fingerprint = fingerprint * 1_000_003 + number;
    }

    long fingerprint() {
        return fingerprint;
    }

    String tail() {
        return String.join("\n", lines);
    }
}
