package io.paddock.server.runtime;

/**
 * Counts how often the history on disk is cut or replaced, so that no snapshot is written of a tree from before. Such a change
 * begins when the replica asks for it and is over when the replica has the tree that goes with it; in between the files may
 * already be behind the tree, and nothing that is captured may be written (hazard H6).
 *
 * <p>Written by the replica thread, read by any.
 */
final class HistoryChanges {

    /** No history to write a snapshot of. */
    static final long CHANGING = -1;

    private volatile long begun;
    private volatile long over;

    void begin() {
        begun++;
    }

    void end() {
        over++;
    }

    /** Which history this is; {@link #CHANGING} while it is being changed. To be asked before the tree is captured. */
    long current() {
        long changes = over;
        return begun == changes ? changes : CHANGING;
    }

    /**
     * Whether that history is still there, and no change of it was asked for. While the lock of the files is held the answer
     * stays right: a change that is asked for afterwards comes to the files afterwards, and removes what is too new.
     */
    boolean isStill(long history) {
        return begun == history;
    }
}
