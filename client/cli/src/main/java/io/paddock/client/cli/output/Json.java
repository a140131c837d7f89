package io.paddock.client.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;

/** JSON values, each on a line of its own. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes a value. */
    @FunctionalInterface
    public interface Value {
        void write(JsonGenerator json) throws IOException;
    }

    /** The value with a line end. */
    public static String line(Value value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            value.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return text.append('\n').toString();
    }

    /** A parser for one line. */
    public static JsonParser parser(String line) throws IOException {
        return FACTORY.createParser(line);
    }

    /** Writes a list of strings. */
    public static void strings(JsonGenerator json, Collection<String> values) throws IOException {
        json.writeStartArray();
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
