package io.paddock.server.config;

import io.paddock.server.config.Problem.Severity;

/**
 * Tells of keys that are known and change nothing, in the file or with {@code -D}: some tune what only the original has,
 * some only say something about others. One line for each that was set.
 */
final class Ineffective {

    private static final String NOTHING_THERE = "Accepted, but this server has nothing that it would change";

    private Ineffective() {}

    static void report(Settings settings, ServerConfig config) {
        for (Key key : Keys.all()) {
            if (!settings.wasAsked(key) && !key.ensemble() && key.scope() == Key.Scope.PREFIXED) {
                inform(settings, key, NOTHING_THERE);
            }
        }
        inform(
                settings,
                Keys.FLUSH_DELAY,
                NOTHING_THERE + ": a group commit takes what is there and waits for no more");
        inform(settings, Keys.THROTTLE_STALL, NOTHING_THERE + ": a request that waits is woken by the next answer");
        if (config.requestThrottle().requestsMax() <= 0) {
            inform(
                    settings,
                    Keys.THROTTLED_OP_WAIT,
                    "Without request_throttle_max_requests no request waits, and none is throttled");
        }
        if (config.connectionThrottle().tokens() <= 0) {
            inform(
                    settings,
                    Keys.CONNECTION_FREEZE,
                    "Without connection_throttle_tokens no connect request is dropped at random");
        }
        if (config.features().emulate353Ttl()) {
            Setting at = settings.find(Keys.EMULATE_353_TTL);
            if (config.features().ttlNodes()) {
                settings.report(
                        Severity.UNSTARTABLE,
                        at,
                        "TTL nodes as 3.5.3 marked them would be taken for ephemerals of dead sessions and removed",
                        "false: this server reads and writes TTL nodes as 3.5.4 and later do");
                return;
            }
            settings.warn(at, "TTL nodes are marked as 3.5.4 and later mark them, whatever this says", null);
        }
    }

    private static void inform(Settings settings, Key key, String text) {
        Setting at = settings.find(key);
        if (at != null) {
            settings.report(Severity.INFO, at, text, null);
        }
    }
}
