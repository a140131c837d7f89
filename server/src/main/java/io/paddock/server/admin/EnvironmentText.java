package io.paddock.server.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The word {@code envi}: the machine and the JVM. */
final class EnvironmentText {

    private static final List<String> SYSTEM_PROPERTIES = List.of(
            "java.version",
            "java.vendor",
            "java.home",
            "java.class.path",
            "java.library.path",
            "java.io.tmpdir",
            "java.compiler",
            "os.name",
            "os.arch",
            "os.version",
            "user.name",
            "user.home",
            "user.dir");

    private EnvironmentText() {}

    static String envi() {
        StringBuilder text = new StringBuilder("Environment:\n");
        line(text, "zookeeper.version", Version.full());
        line(text, "host.name", hostName());
        for (String name : SYSTEM_PROPERTIES) {
            line(text, name, System.getProperty(name, "<NA>"));
        }
        Runtime runtime = Runtime.getRuntime();
        line(text, "os.memory.free", megabytes(runtime.freeMemory()));
        line(text, "os.memory.max", megabytes(runtime.maxMemory()));
        line(text, "os.memory.total", megabytes(runtime.totalMemory()));
        return text.toString();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException nameless) {
            return "<NA>";
        }
    }

    private static String megabytes(long bytes) {
        return bytes / (1024 * 1024) + "MB";
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append('=').append(value).append('\n');
    }
}
