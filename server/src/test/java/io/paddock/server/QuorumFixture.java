package io.paddock.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Recorded bytes between Apache's servers, message by message; the format is in the README.md beside them. */
public final class QuorumFixture {

    /**
     * One line of a message.
     *
     * @param name what it is
     * @param value as the comment shows it
     */
    public record Field(byte[] bytes, String name, String value) {}

    /** @param dialled whether the side that opened the connection sent it */
    public record Message(String file, String title, boolean dialled, List<Field> fields) {

        public byte[] bytes() {
            return bytesFrom(0);
        }

        /** All bytes from that field on. */
        public byte[] bytesFrom(int field) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            fields.subList(field, fields.size()).forEach(each -> bytes.writeBytes(each.bytes));
            return bytes.toByteArray();
        }

        /** The value of the field with that name, without what stands behind a blank. */
        public String value(String name) {
            return fields.stream()
                    .filter(field -> field.name.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(title + " has no field " + name))
                    .value
                    .split(" ")[0];
        }

        public long number(String name) {
            String value = value(name);
            return value.startsWith("0x") ? Long.parseUnsignedLong(value.substring(2), 16) : Long.parseLong(value);
        }

        public boolean has(String name) {
            return fields.stream().anyMatch(field -> field.name.equals(name));
        }

        @Override
        public String toString() {
            return file + ": " + title;
        }
    }

    private QuorumFixture() {}

    public static List<Message> messages(String file) {
        List<Message> messages = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        String title = "";
        boolean dialled = false;
        for (String line : lines(file)) {
            if (line.startsWith("## ")) {
                title = line.substring(3);
            } else if (line.startsWith(">") || line.startsWith("<")) {
                dialled = line.startsWith(">");
                fields.add(field(line));
            } else if (line.isBlank() && !fields.isEmpty()) {
                messages.add(new Message(file, title, dialled, List.copyOf(fields)));
                fields.clear();
            }
        }
        if (!fields.isEmpty()) {
            messages.add(new Message(file, title, dialled, List.copyOf(fields)));
        }
        return messages;
    }

    private static Field field(String line) {
        int comment = line.indexOf('#');
        String hex = comment < 0 ? line.substring(1) : line.substring(1, comment);
        String[] halves =
                (comment < 0 ? "" : line.substring(comment + 1)).strip().split(" = ", 2);
        return new Field(HexFormat.of().parseHex(hex.strip()), halves[0], halves.length == 2 ? halves[1] : "");
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(QuorumFixture.class
                    .getResource("/fixtures/quorum-wire/" + file)
                    .toURI()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
