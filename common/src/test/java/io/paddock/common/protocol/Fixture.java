package io.paddock.common.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A recorded exchange between a client and Apache ZooKeeper. In the file each block of lines that start with {@code >}
 * (client) or {@code <} (server) is a frame, each line one field: hexadecimal digits, then a {@code #} comment with its
 * name and value. The last comment line before a block is its title.
 */
record Fixture(String name, List<Frame> frames) {

    /** One line of a frame. A long field goes on in lines with the comment {@code ...}. */
    record Field(byte[] bytes, String comment) {}

    /** One frame; its first field is its length. */
    record Frame(boolean fromClient, String title, List<Field> fields) {

        /** All bytes, the length included. */
        byte[] bytes() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            fields.forEach(field -> bytes.writeBytes(field.bytes));
            return bytes.toByteArray();
        }

        /** The bytes behind the length. */
        byte[] body() {
            byte[] bytes = bytes();
            return Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length);
        }
    }

    /** All exchanges, except for the one that is not framed. */
    static List<Fixture> all() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> !file.endsWith("four-letter-word.txt"))
                    .sorted()
                    .map(Fixture::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Fixture named(String name) {
        return read(directory().resolve(name + ".txt"));
    }

    private static Path directory() {
        try {
            return Path.of(Fixture.class.getResource("/fixtures/client-wire").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Fixture read(Path file) {
        List<Frame> frames = new ArrayList<>();
        List<String> block = new ArrayList<>();
        String title = "";
        for (String line : linesOf(file)) {
            if (line.isBlank() && !block.isEmpty()) {
                frames.add(frame(title, block));
                block.clear();
            } else if (line.startsWith("# ")) {
                title = line.substring(2);
            } else if (!line.isBlank()) {
                block.add(line);
            }
        }
        if (!block.isEmpty()) {
            frames.add(frame(title, block));
        }
        return new Fixture(file.getFileName().toString().replace(".txt", ""), List.copyOf(frames));
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Frame frame(String title, List<String> block) {
        List<Field> fields = block.stream().map(Fixture::field).toList();
        return new Frame(block.get(0).startsWith(">"), title, fields);
    }

    private static Field field(String line) {
        int comment = line.indexOf('#');
        String hex = line.substring(1, comment).strip();
        return new Field(
                HexFormat.of().parseHex(hex), line.substring(comment + 1).strip());
    }

    @Override
    public String toString() {
        return name;
    }
}
