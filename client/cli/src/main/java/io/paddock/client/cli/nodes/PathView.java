package io.paddock.client.cli.nodes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import java.io.IOException;

/** A path on a line of its own. */
record PathView(String path) implements View {

    @Override
    public String text(Style style) {
        return path + "\n";
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", path);
        json.writeEndObject();
    }
}
