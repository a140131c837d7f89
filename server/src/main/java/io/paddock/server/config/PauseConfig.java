package io.paddock.server.config;

/** The watch for pauses of the whole process: how often it looks, and from when on it reports. */
public record PauseConfig(boolean enabled, long sleepMs, long infoMs, long warnMs) {

    static PauseConfig read(Settings settings) {
        return new PauseConfig(
                settings.flag(Keys.PAUSE_MONITOR),
                settings.int64(Keys.PAUSE_SLEEP),
                settings.int64(Keys.PAUSE_INFO),
                settings.int64(Keys.PAUSE_WARN));
    }
}
