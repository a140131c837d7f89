package io.paddock.server.storage;

/** The files do not hold a history without holes. Nothing was changed on disk. */
public final class DamagedData extends StorageProblem {

    /** Both directories are empty, and the operator said that this is not how a database begins. */
    public static DamagedData noData(DataDirs directories) {
        return new DamagedData("There is no data in " + directories.snapshots() + " and " + directories.logs()
                + ", and db.autocreate is false: it may have been lost.\n"
                + "  This server stopped rather than serve an empty database.\n"
                + "  If it is new: run zkServer-initialize.sh --force, or set db.autocreate=true, then start it.\n"
                + "  If not: check dataDir, dataLogDir and whether their disks are mounted.");
    }

    public DamagedData(String message) {
        super(1, message, null);
    }
}
