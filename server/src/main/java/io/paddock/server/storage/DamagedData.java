package io.paddock.server.storage;

/** The files do not hold a history without holes. Nothing was changed on disk. */
public final class DamagedData extends StorageProblem {

    public DamagedData(String message) {
        super(1, message, null);
    }
}
