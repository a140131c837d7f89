package io.paddock.server.storage;

/**
 * Writing failed: what was not forced before is not known to be on disk. The owner stops acknowledging at once and ends
 * the process; nobody tries the same file again (hazard H41).
 */
public final class StorageFailure extends StorageProblem {

    public StorageFailure(String message, Throwable cause) {
        super(1, message, cause);
    }
}
