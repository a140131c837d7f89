package io.paddock.server.config;

/**
 * The token bucket for new sessions (server semantics, section 12). Weights are already corrected: the global and the
 * renewal weight are positive and not below the local one.
 *
 * @param tokens size of the bucket; 0 turns the throttle off
 * @param fillMs time after which tokens are added
 * @param freezeMs least time between two changes of the drop probability; -1 drops nothing at random
 */
public record ConnectionThrottleConfig(
        int tokens,
        int fillMs,
        int fillTokens,
        int freezeMs,
        double dropIncrease,
        double dropDecrease,
        double decreaseRatio,
        boolean weighted,
        int globalWeight,
        int renewWeight,
        int localWeight) {

    static ConnectionThrottleConfig read(Settings settings) {
        int local = weight(settings, Keys.WEIGHT_LOCAL, 1);
        return new ConnectionThrottleConfig(
                settings.int32(Keys.CONNECTION_TOKENS),
                settings.int32(Keys.CONNECTION_FILL_TIME),
                settings.int32(Keys.CONNECTION_FILL_COUNT),
                settings.int32(Keys.CONNECTION_FREEZE),
                settings.real(Keys.CONNECTION_DROP_UP),
                settings.real(Keys.CONNECTION_DROP_DOWN),
                settings.real(Keys.CONNECTION_DECREASE_RATIO),
                settings.flag(Keys.CONNECTION_WEIGHTED),
                weight(settings, Keys.WEIGHT_GLOBAL, local),
                weight(settings, Keys.WEIGHT_RENEW, local),
                local);
    }

    private static int weight(Settings settings, Key key, int atLeast) {
        int weight = settings.int32(key);
        int corrected = weight <= 0 ? Integer.parseInt(key.fallback()) : weight;
        corrected = Math.max(corrected, atLeast);
        Setting at = settings.find(key);
        if (corrected != weight && at != null) {
            settings.warn(
                    at, "The weight is corrected to " + corrected, "a positive number, not below the local weight");
        }
        return corrected;
    }
}
