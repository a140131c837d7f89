package io.paddock.simulation;

/** A property does not hold. */
final class Broken extends AssertionError {

    private static final long serialVersionUID = 1L;

    Broken(String property, String how) {
        super(property + ": " + how);
    }

    /** The same, with the story that led there. */
    Broken(Broken broken, String story) {
        super(broken.getMessage() + "\n" + story, broken);
    }
}
