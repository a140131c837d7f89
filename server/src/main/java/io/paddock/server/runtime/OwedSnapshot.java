package io.paddock.server.runtime;

import java.util.function.BooleanSupplier;

/**
 * A snapshot that is due and has to wait: a member that has no leader may show more than was agreed upon, and a snapshot
 * thread writes one at a time. It is owed until it is taken. Any thread.
 */
final class OwedSnapshot {

    private final BooleanSupplier request;
    private volatile boolean owed;

    /** @param request asks for a snapshot; false if none can be taken now */
    OwedSnapshot(BooleanSupplier request) {
        this.request = request;
    }

    void owe() {
        owed = true;
    }

    /** Asks for what is owed. To be called whenever a snapshot may be taken: it costs nothing when nothing is owed. */
    void settle() {
        if (owed) {
            owed = false; // Before: who owes one meanwhile is not forgotten.
            if (!request.getAsBoolean()) {
                owed = true;
            }
        }
    }
}
