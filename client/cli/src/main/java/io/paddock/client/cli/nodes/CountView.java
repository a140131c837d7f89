package io.paddock.client.cli.nodes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import java.io.IOException;

/** How many znodes are below a path. */
record CountView(String path, int count) implements View {

    @Override
    public String text(Style style) {
        return count + "\n";
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", path);
        json.writeNumberField("count", count);
        json.writeEndObject();
    }
}
