package io.paddock.server.config;

/**
 * When old snapshots and logs go. Paddock purges unless it is told not to; the original did so only when told.
 *
 * @param retainSnapshots newest snapshots to keep, with the logs they need; at least 3
 * @param intervalHours time between two purges, the first at start; 0 turns purging off
 */
public record PurgeConfig(int retainSnapshots, int intervalHours) {

    public static final int RETAIN_MIN = 3;

    static PurgeConfig read(Settings settings) {
        int retain = settings.int32(Keys.PURGE_RETAIN);
        if (retain < RETAIN_MIN) {
            settings.warn(
                    settings.find(Keys.PURGE_RETAIN),
                    "Invalid autopurge.snapRetainCount: " + retain + ". Defaulting to " + RETAIN_MIN,
                    RETAIN_MIN + " or more");
        }
        int hours = settings.int32(Keys.PURGE_INTERVAL);
        if (hours <= 0) {
            Setting at = settings.find(Keys.PURGE_INTERVAL);
            settings.report(Problem.Severity.INFO, at, "Purge task is not scheduled.", null);
        }
        return new PurgeConfig(Math.max(RETAIN_MIN, retain), Math.max(0, hours));
    }

    public boolean isOn() {
        return intervalHours > 0;
    }
}
