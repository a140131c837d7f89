package io.paddock.simulation;

/**
 * What goes wrong in a run, and how often. Each seed turns on its own subset. Means are in ms between two events of a kind;
 * 0 turns it off.
 *
 * @param crashMs a machine loses its power, with luck of all kinds for what was not forced
 * @param killMs a process is killed, its disk is as it was
 * @param crashInWrite share of the power losses that come in the middle of what the disk does
 * @param breakMs a link between two peers breaks
 * @param halfOpen share of the broken links that one end does not notice
 * @param partitionMs some peers cannot reach some others, in one direction or both
 * @param pauseMs a process stands still
 * @param slowDiskMs a disk takes up to seconds for each operation, for a while
 * @param hungDiskMs a disk does nothing at all, for up to 15 s
 * @param failedForceMs a force fails, and the process ends
 * @param fullDiskMs a disk has no room for more, for a while
 * @param rotMs a byte of an old log file changes on the disk of a process that is down
 * @param wipeMs a machine comes back with an empty disk that is known not to be new; at most one at a time
 * @param clockMs a wall clock jumps
 * @param snapshotMs a peer writes a snapshot
 * @param eagerSnapshot chance that a peer writes a snapshot when it begins to lead, of what may never be committed, as servers
 *     of release 3.9 do (hazard H6)
 * @param stale chance that a notification that could not be delivered arrives later, and that a process first hears of another
 *     what that has said last, however long ago
 */
record FaultPlan(
        long crashMs,
        long killMs,
        double crashInWrite,
        long breakMs,
        double halfOpen,
        long partitionMs,
        long pauseMs,
        long slowDiskMs,
        long hungDiskMs,
        long failedForceMs,
        long fullDiskMs,
        long rotMs,
        long wipeMs,
        long clockMs,
        long snapshotMs,
        double eagerSnapshot,
        double stale) {

    static final FaultPlan NONE = new FaultPlan(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static FaultPlan of(Luck luck) {
        return new FaultPlan(
                some(luck, 0.8, 2_000, 20_000),
                some(luck, 0.5, 2_000, 20_000),
                luck.chance(0.5) ? 0.7 : 0.1,
                some(luck, 0.6, 500, 20_000),
                luck.chance(0.5) ? 0.5 : 0,
                some(luck, 0.5, 2_000, 30_000),
                some(luck, 0.4, 1_000, 20_000),
                some(luck, 0.3, 5_000, 30_000),
                some(luck, 0.3, 5_000, 30_000),
                some(luck, 0.2, 5_000, 40_000),
                some(luck, 0.2, 5_000, 40_000),
                some(luck, 0.2, 5_000, 40_000),
                some(luck, 0.2, 20_000, 60_000),
                some(luck, 0.3, 2_000, 30_000),
                some(luck, 0.7, 500, 10_000),
                luck.chance(0.5) ? 0.7 : 0,
                luck.chance(0.5) ? 0.5 : 0);
    }

    private static long some(Luck luck, double probability, long fromMs, long toMs) {
        boolean on = luck.chance(probability);
        long mean = luck.between(fromMs, toMs);
        return on ? mean : 0;
    }
}
