package io.paddock.client.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * A result that is a sentence to people, and a few fields of an object to programs.
 *
 * @param text with its line end; empty if people are told nothing
 */
public record Message(String text, Json.Value fields) implements View {

    @Override
    public String text(Style style) {
        return text;
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        fields.write(json);
        json.writeEndObject();
    }
}
