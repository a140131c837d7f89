package io.paddock.server.storage;

/** A data directory is missing, not writable, mixed up with the other, or in use by another process. */
public final class UnusableDirectory extends StorageProblem {

    public UnusableDirectory(String message) {
        super(3, message, null);
    }
}
