package io.paddock.faults;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerSetup;
import java.nio.file.Path;

/** The servers of this room that are started often and have little to do: quick to start rather than fast. */
final class Servers {

    private Servers() {}

    static ServerSetup quick(Path directory) {
        return ServerSetup.of(Installation.underTest(), directory)
                .jvm("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-ea");
    }
}
