package io.paddock.server.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A data directory that a server left, and the manifest that says what a reader must find in it. */
record Fixture(String name, Path folder, JsonNode manifest) {

    private static final Path ALL = all();

    static Stream<Fixture> stream() {
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders.filter(Files::isDirectory).sorted().map(Fixture::of).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Fixture named(String name) {
        return of(ALL.resolve(name));
    }

    /** A copy that may be changed. */
    DataDirs copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(folder.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return DataDirs.of(
                target.resolve("data"),
                target.resolve(manifest.path("dataLogDir").asText("data")));
    }

    Path file(String relative) {
        return folder.resolve(relative);
    }

    JsonNode expect() {
        return manifest.get("expect");
    }

    /** What a server other than the original should do: its own word if there is one, else the general one. */
    String outcome() {
        JsonNode own = expect().path("newServer").path("outcome");
        String outcome = own.isMissingNode() ? expect().get("outcome").asText() : own.asText();
        return outcome.startsWith("load") ? "load" : outcome;
    }

    static long hex(JsonNode value) {
        return Long.parseUnsignedLong(value.asText().substring(2), 16);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Fixture of(Path folder) {
        try {
            JsonNode manifest =
                    new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
            return new Fixture(folder.getFileName().toString(), folder, manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path all() {
        try {
            return Path.of(Fixture.class.getResource("/fixtures/storage").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
