package io.paddock.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.testsupport.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A recorded data directory, whole or damaged, and its manifest: what a server must make of it. */
record DataFixture(String name, Path folder, JsonNode manifest) {

    static Stream<DataFixture> all() {
        Path all = Installation.repository().resolve("server/src/test/resources/fixtures/storage");
        try (Stream<Path> folders = Files.list(all)) {
            return folders.filter(Files::isDirectory).sorted().map(DataFixture::of).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataFixture of(Path folder) {
        try {
            return new DataFixture(
                    folder.getFileName().toString(),
                    folder,
                    new ObjectMapper().readTree(folder.resolve("manifest.json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True if bytes were changed, files made by hand, or if it ends every server of the original. */
    boolean isOdd() {
        return manifest.path("writtenBy").path("editedAfterwards").asBoolean() || name.startsWith("poison-");
    }

    /** What a server other than the original must do. */
    boolean mustLoad() {
        JsonNode own = expect().path("newServer").path("outcome");
        return (own.isMissingNode() ? expect().path("outcome") : own).asText().startsWith("load");
    }

    long lastZxid() {
        JsonNode zxid = expect().path("lastZxid");
        return zxid.isMissingNode() ? 0xe : hex(zxid); // log-short-header says it in words.
    }

    JsonNode nodes() {
        return expect().path("nodes");
    }

    JsonNode expect() {
        return manifest.path("expect");
    }

    static long hex(JsonNode value) {
        return Long.parseUnsignedLong(value.asText().substring(2), 16);
    }

    void copyDataTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.toList()) {
                Path copy =
                        target.resolve(folder.resolve("data").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
