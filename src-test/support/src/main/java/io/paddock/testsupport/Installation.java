package io.paddock.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server or client release as a class path. The places are those that {@code mvn package} fills; each can be replaced
 * by a system property, for runs against another build.
 */
public record Installation(String name, List<Path> classPath) {

    public static final String SERVER_CLASS = "org.apache.zookeeper.server.quorum.QuorumPeerMain";

    public boolean isPaddock() {
        return name.equals("Paddock");
    }

    /** The server of this repository; {@code -Dpaddock.lib} names another directory of jars. */
    public static Installation paddock() {
        Path conf = repository().resolve("conf");
        return new Installation(
                "Paddock",
                Stream.concat(jars("paddock.lib", "server/target/paddock/lib").stream(), Stream.of(conf))
                        .toList());
    }

    /** The reference; {@code -Dapache.lib} names another directory of jars. */
    public static Installation apache() {
        return new Installation("Apache 3.9.5", jars("apache.lib", "src-test/support/target/apache-3.9.5"));
    }

    /** The old client; {@code -Dapache.old.lib} names another directory of jars. */
    public static Installation oldApache() {
        return new Installation("Apache 3.4.14", jars("apache.old.lib", "src-test/support/target/apache-3.4.14"));
    }

    /** What tests mean by "the server": Paddock, or with {@code -Dserver=apache} the reference, to test the tests. */
    public static Installation underTest() {
        return switch (System.getProperty("server", "paddock")) {
            case "paddock" -> paddock();
            case "apache" -> apache();
            default -> throw new IllegalArgumentException("-Dserver is neither paddock nor apache");
        };
    }

    /**
     * The top directory of this repository: the first ancestor of the working directory that holds {@code src-test}.
     */
    public static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("src-test"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException(Path.of("").toAbsolutePath() + " is not inside the repository");
        }
        return directory;
    }

    public String classPathArgument() {
        return String.join(":", classPath.stream().map(Path::toString).toList());
    }

    private static List<Path> jars(String property, String place) {
        Path directory = System.getProperty(property) == null
                ? repository().resolve(place)
                : Path.of(System.getProperty(property)).toAbsolutePath();
        if (!Files.isDirectory(directory)) {
            throw new IllegalStateException(
                    directory + " is missing: run ./mvnw -DskipTests package first, or set -D" + property);
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
