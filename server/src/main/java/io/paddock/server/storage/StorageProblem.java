package io.paddock.server.storage;

/**
 * The process cannot go on with what is on disk, or with the disk. The message is written for the operator: what, where,
 * why, and what to do.
 */
public abstract sealed class StorageProblem extends RuntimeException
        permits DamagedData, StorageFailure, UnusableDirectory {

    private final int exitCode;

    StorageProblem(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The documented exit code of a process that ends because of this (operations, section 8). */
    public int exitCode() {
        return exitCode;
    }
}
