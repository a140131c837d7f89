package io.paddock.client.cli.subtree;

import io.paddock.client.cli.output.Output;

/** A bar that fills, on a terminal; elsewhere nothing. Owned by the command that shows it. */
final class Progress {

    private static final int WIDTH = 30;
    private static final long INTERVAL_NS = 100_000_000;

    private final Output output;
    private final String what;
    private long nextNs = System.nanoTime() + INTERVAL_NS;
    private boolean shown;

    Progress(Output output, String what) {
        this.output = output;
        this.what = what;
    }

    /** So much of all is done, of this many znodes. */
    void show(long done, long all, long nodes) {
        if (System.nanoTime() - nextNs < 0) {
            return;
        }
        nextNs = System.nanoTime() + INTERVAL_NS;
        shown = true;
        double share = all <= 0 ? 0 : Math.min(1.0, (double) done / all);
        int filled = (int) (share * WIDTH);
        output.redraw(String.format(
                "%s [%s%s] %3d %%, %d znodes",
                what, "#".repeat(filled), ".".repeat(WIDTH - filled), (int) (share * 100), nodes));
    }

    /** Takes the bar away. */
    void end() {
        if (shown) {
            output.redraw("");
        }
    }
}
