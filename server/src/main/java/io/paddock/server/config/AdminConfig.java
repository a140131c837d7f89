package io.paddock.server.config;

import java.util.List;

/**
 * What operators can ask the running server.
 *
 * @param words four-letter words that are allowed, as written; {@code *} allows all
 * @param httpEnabled the HTTP admin server runs
 * @param commandUrl path under which its commands are
 * @param rateLimitMs least time between two snapshots or two restores by HTTP
 */
public record AdminConfig(
        List<String> words,
        boolean httpEnabled,
        String httpHost,
        int httpPort,
        int httpIdleMs,
        String commandUrl,
        boolean snapshotAllowed,
        boolean restoreAllowed,
        long rateLimitMs) {

    static AdminConfig read(Settings settings) {
        return new AdminConfig(
                AccessConfig.commaList(settings.text(Keys.WORDS_WHITELIST)),
                !settings.text(Keys.ADMIN_ENABLED).equals("false"),
                settings.text(Keys.ADMIN_ADDRESS),
                settings.int32(Keys.ADMIN_PORT),
                settings.int32(Keys.ADMIN_IDLE),
                settings.text(Keys.ADMIN_URL),
                settings.flag(Keys.ADMIN_SNAPSHOT),
                settings.flag(Keys.ADMIN_RESTORE),
                settings.int64(Keys.ADMIN_RATE));
    }
}
