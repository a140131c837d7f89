package io.paddock.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A recorded conversation: frames in the order in which they were seen, each a list of named fields. */
record Fixture(String name, List<Frame> frames) {

    enum Direction {
        REQUEST,
        REPLY,
        END
    }

    /** One field: its bytes, and the name that the comment behind it gives, empty if there is none. */
    record Field(byte[] bytes, String name) {}

    /** One frame with its length; END has no fields. */
    record Frame(Direction direction, List<Field> fields) {
        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            fields.forEach(field -> all.writeBytes(field.bytes));
            return all.toByteArray();
        }
    }

    static Fixture load(String name) throws IOException {
        try (InputStream in = Fixture.class.getResourceAsStream("/client-wire/" + name + ".txt")) {
            return new Fixture(
                    name,
                    parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList()));
        }
    }

    private static List<Frame> parse(List<String> lines) {
        List<Frame> frames = new ArrayList<>();
        List<Field> open = null;
        for (String line : lines) {
            if (line.startsWith(">") || line.startsWith("<")) {
                if (open == null) {
                    open = new ArrayList<>();
                    frames.add(new Frame(line.startsWith(">") ? Direction.REQUEST : Direction.REPLY, open));
                }
                open.add(field(line));
            } else {
                open = null;
                if (line.startsWith("# -- server closes")) {
                    frames.add(new Frame(Direction.END, List.of()));
                }
            }
        }
        return frames;
    }

    private static Field field(String line) {
        String[] parts = line.substring(2).split("#", 2);
        String comment = parts.length == 1 ? "" : parts[1].trim();
        return new Field(HexFormat.of().parseHex(parts[0].trim()), comment.split(" = ", 2)[0].trim());
    }
}
