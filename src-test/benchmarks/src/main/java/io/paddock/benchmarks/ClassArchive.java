package io.paddock.benchmarks;

import io.paddock.testsupport.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paddock's first start leaves an archive of its classes, for the later ones. What is measured are later ones, so there is
 * a first one before.
 */
final class ClassArchive {

    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(1);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final Pattern ARCHIVE = Pattern.compile("-XX:SharedArchiveFile=[^ ]+");

    private ClassArchive() {}

    /** The options by which Java finds it; none if there is no archive. */
    static List<String> make(Options options) throws IOException {
        Files.createDirectories(options.directory());
        Path directory = Files.createTempDirectory(options.directory(), "first-start-");
        try {
            Path config = Files.writeString(
                    directory.resolve("zoo.cfg"),
                    String.join(
                            "\n",
                            "dataDir=" + directory.resolve("data"),
                            "clientPortAddress=127.0.0.1",
                            "clientPort=" + FreePorts.one(),
                            "admin.enableServer=false",
                            ""));
            call(options, directory, "start", config);
            try {
                return await(options, directory, config);
            } finally {
                call(options, directory, "stop", config);
            }
        } finally {
            Directories.remove(directory);
        }
    }

    /** What the script prints; it must succeed. */
    private static String call(Options options, Path directory, String action, Path config) throws IOException {
        Path printed = directory.resolve(action + ".out");
        Process process = PaddockScript.command(options, directory, action, config, "-Xmx64m")
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("zkServer.sh " + action + " failed: " + Files.readString(printed));
        }
        return Files.readString(printed);
    }

    /** Until the script would use it. */
    private static List<String> await(Options options, Path directory, Path config) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < NANOS_MAX) {
            Matcher archive = ARCHIVE.matcher(call(options, directory, "print-cmd", config));
            if (archive.find()) {
                return List.of(archive.group(), "-Xlog:cds*=off");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        System.err.println("The first start left no archive of classes: the others are measured without.");
        return List.of();
    }
}
