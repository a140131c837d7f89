package io.paddock.server.config;

/**
 * How long a client may be silent.
 *
 * @param tickMs the base unit of time
 * @param timeoutMsMin lower bound of what is granted to clients
 * @param timeoutMsMax upper bound
 * @param local sessions stay on the server that they connect to until they need to be known by all
 * @param upgradeLocal a local session that creates an ephemeral node becomes a global one
 */
public record SessionConfig(int tickMs, int timeoutMsMin, int timeoutMsMax, boolean local, boolean upgradeLocal) {

    static SessionConfig read(Settings settings) {
        int tickMs = settings.int32(Keys.TICK_TIME);
        if (tickMs <= 0) {
            settings.refuse(settings.find(Keys.TICK_TIME), "tickTime is not set", "milliseconds, 1 or more");
        }
        int min = settings.int32(Keys.MIN_SESSION_TIMEOUT);
        int max = settings.int32(Keys.MAX_SESSION_TIMEOUT);
        min = min == -1 ? ticks(tickMs, 2) : min;
        max = max == -1 ? ticks(tickMs, 20) : max;
        if (min > max && tickMs > 0) {
            Setting at = settings.find(
                    settings.isSet(Keys.MIN_SESSION_TIMEOUT) ? Keys.MIN_SESSION_TIMEOUT : Keys.MAX_SESSION_TIMEOUT);
            settings.refuse(
                    at,
                    "minSessionTimeout must not be larger than maxSessionTimeout",
                    "a minimum, here " + min + " ms, up to the maximum, here " + max + " ms");
        }
        boolean local = settings.flag(Keys.LOCAL_SESSIONS);
        return new SessionConfig(tickMs, min, max, local, settings.flag(Keys.LOCAL_SESSIONS_UPGRADING));
    }

    private static int ticks(int tickMs, int count) {
        return (int) Math.min(Integer.MAX_VALUE, (long) tickMs * count);
    }
}
