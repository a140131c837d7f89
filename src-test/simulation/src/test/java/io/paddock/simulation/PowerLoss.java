package io.paddock.simulation;

/** The machine goes off in the middle of what it was doing. */
final class PowerLoss extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PowerLoss() {
        super("power loss", null, false, false);
    }
}
