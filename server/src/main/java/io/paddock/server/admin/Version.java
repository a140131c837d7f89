package io.paddock.server.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this server says it is. The shape is that of ZooKeeper's own releases, because scripts take it apart. */
public final class Version {

    private static final Properties BUILD = load();

    private Version() {}

    /** {@code 3.9.5}: the release that this server behaves like. */
    public static String release() {
        return BUILD.getProperty("release");
    }

    /** {@code 3.9.5-<40 hex digits>, built on <date> UTC}. */
    public static String full() {
        return release() + "-" + BUILD.getProperty("revision") + ", built on " + BUILD.getProperty("built");
    }

    /** Prints what {@code zkServer.sh version} shows. */
    public static void main(String[] arguments) {
        System.out.println("Apache ZooKeeper, version " + release() + " " + BUILD.getProperty("built"));
    }

    private static Properties load() {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            build.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("version.properties of this jar cannot be read", unreadable);
        }
        return build;
    }
}
