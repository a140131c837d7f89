package io.paddock.server.config;

/**
 * Tells members of an ensemble of what they were asked for and this release does not have (operations, sections 2.1, 2.2, 3.3,
 * 4.8 and 6). Where the servers would trust a protection that is not there, the start is refused; elsewhere they work without,
 * and are warned.
 */
final class MissingFeatures {

    private static final String INSIDE =
            "with ports for servers that nobody else reaches, or a tunnel between their hosts";

    private MissingFeatures() {}

    static void report(Settings settings) {
        if (settings.flag(Keys.QUORUM_TLS)) {
            refuse(settings, Keys.QUORUM_TLS, "This release has no TLS between servers", "false, " + INSIDE);
        } else {
            String plain = "This release has no TLS between servers: they connect without";
            warnIfOn(settings, Keys.QUORUM_UNIFICATION, plain + ", and servers with sslQuorum=true cannot");
            warnIfOn(settings, Keys.QUORUM_RELOAD, plain);
        }
        if (settings.flag(Keys.QUORUM_SASL)) {
            refuse(settings, Keys.QUORUM_SASL, "This release has no SASL between servers", "false, " + INSIDE);
        }
        warnIfOn(
                settings,
                Keys.LOCAL_SESSIONS,
                "This release has no local sessions: every session is known to all servers");
        warnIfOn(
                settings, Keys.READ_ONLY_MODE, "This release has no read-only mode: without a quorum nobody is served");
        warnIfOn(settings, Keys.RECONFIG_ENABLED, "This release has no reconfiguration: such requests are refused");
        warnIfSet(settings, Keys.ORACLE, "This release asks no oracle: one of two servers does not go on alone");
        if (settings.int32(Keys.OBSERVER_MASTER_PORT) != 0) {
            warnIfSet(
                    settings,
                    Keys.OBSERVER_MASTER_PORT,
                    "This release has no observer masters: observers connect to the leader");
        }
    }

    private static void refuse(Settings settings, Key key, String text, String expected) {
        settings.refuse(settings.find(key), text, expected);
    }

    private static void warnIfOn(Settings settings, Key key, String text) {
        if (settings.flag(key)) {
            warnIfSet(settings, key, text);
        }
    }

    private static void warnIfSet(Settings settings, Key key, String text) {
        Setting at = settings.find(key);
        if (at != null) {
            settings.warn(at, text, null);
        }
    }
}
