package io.paddock.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values in a message as texts, in wire order: once from the decoded records, once from the lines of a fixture.
 * Numbers are decimal, strings and buffers hexadecimal. Left out on both sides: counts and the headers inside a multi.
 */
final class FieldValues {

    private static final Pattern LENGTH = Pattern.compile(".* length = (-?\\d+).*");
    private static final Pattern NUMBER = Pattern.compile(".* = (-?\\d+|0x[0-9a-f]+|true|false)( .*)?");

    private FieldValues() {}

    static List<String> of(Fixture.Frame frame) {
        List<String> values = new ArrayList<>();
        List<Fixture.Field> fields = frame.fields();
        for (Fixture.Field field : fields.subList(1, fields.size())) {
            String comment = field.comment();
            Matcher length = LENGTH.matcher(comment);
            Matcher number = NUMBER.matcher(comment);
            if (length.matches()) {
                values.add(length.group(1).equals("-1") ? "null" : "");
            } else if (comment.endsWith("\"") || comment.endsWith(" bytes)") || comment.equals("...")) {
                int last = values.size() - 1;
                values.set(last, values.get(last) + hex(field.bytes()));
            } else if (!number.matches()) {
                throw new IllegalStateException("cannot read the comment " + comment);
            } else if (!comment.contains("MultiHeader") && !comment.contains(" count = ")) {
                String value = number.group(1);
                values.add(value.startsWith("0x") ? "" + Long.parseUnsignedLong(value.substring(2), 16) : value);
            }
        }
        return values;
    }

    static List<String> of(Conversation.Message message) {
        List<String> values = new ArrayList<>();
        if (message.header() != null) {
            add(message.header(), values);
        }
        if (message.body() != null) {
            add(message.body(), values);
        }
        return values;
    }

    private static void add(Object value, List<String> values) {
        if (value == null) {
            values.add("null");
        } else if (value instanceof Record record) {
            addComponents(record, values);
        } else if (value instanceof List<?> list) {
            list.forEach(element -> add(element, values));
        } else if (value instanceof byte[] bytes) {
            values.add(hex(bytes));
        } else if (value instanceof Path path) {
            values.add(hex(path.utf8()));
        } else if (value instanceof String string) {
            values.add(hex(string.getBytes(UTF_8)));
        } else if (value instanceof WatchType type) {
            values.add("" + type.code());
        } else if (value instanceof AddWatchMode mode) {
            values.add("" + mode.code());
        } else if (value instanceof WatchEventType type) {
            values.add("" + type.code());
        } else if (!(value instanceof OpCode)) { // Operations stand in headers.
            values.add("" + value);
        }
    }

    private static void addComponents(Record record, List<String> values) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (isOnWire(record, component.getName())) {
                try {
                    add(component.getAccessor().invoke(record), values);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static boolean isOnWire(Record record, String component) {
        return switch (component) {
            case "hasReadOnly" -> false;
            case "readOnly" ->
                record instanceof ConnectRequest request
                        ? request.hasReadOnly()
                        : ((ConnectResponse) record).hasReadOnly();
            case "ttl" -> ((Create) record).op() == OpCode.CREATE_TTL;
            default -> true;
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
