package io.paddock.server.storage;

/** The files do not hold a history without holes. Nothing was changed on disk. */
public final class DamagedData extends StorageProblem {

    private static final long serialVersionUID = 1L;

    private final String finding;
    private final boolean restorable;

    /** Both directories are empty, and the operator said that this is not how a database begins. */
    public static DamagedData noData(DataDirs directories) {
        return new DamagedData("There is no data in " + directories.snapshots() + " and " + directories.logs()
                + ", and db.autocreate is false: it may have been lost.\n"
                + "  This server stopped rather than serve an empty database.\n"
                + "  If it is new: run zkServer-initialize.sh --force, or set db.autocreate=true, then start it.\n"
                + "  If not: check dataDir, dataLogDir and whether their disks are mounted.");
    }

    public DamagedData(String message) {
        this(message, "", false);
    }

    private DamagedData(String finding, String advice, boolean restorable) {
        super(1, advice.isEmpty() ? finding : finding + ".\n" + advice, null);
        this.finding = finding;
        this.restorable = restorable;
    }

    /**
     * Acknowledged transactions may be missing.
     *
     * @param finding without a full stop
     * @param advice for a server that stays away
     */
    static DamagedData lost(String finding, String advice) {
        return new DamagedData(finding, advice, true);
    }

    /** What is wrong, without the advice. */
    String finding() {
        return finding;
    }

    /** Whether a leader can bring back what is missing. Otherwise it is for the operator to say what the files are. */
    boolean restorable() {
        return restorable;
    }
}
