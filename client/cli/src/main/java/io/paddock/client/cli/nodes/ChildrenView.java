package io.paddock.client.cli.nodes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.Children;
import io.paddock.client.cli.output.Json;
import io.paddock.client.cli.output.StatView;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import java.io.IOException;
import java.util.List;

/** The names of the children on one line, or with {@code column} one below the other. */
record ChildrenView(String path, Children children, boolean column, boolean withStat) implements View {

    @Override
    public String text(Style style) {
        String text = column ? String.join("\n", sorted()) + (sorted().isEmpty() ? "" : "\n") : sorted() + "\n";
        return withStat ? text + new StatView(path, children.stat()).text(style) : text;
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", path);
        json.writeFieldName("children");
        Json.strings(json, sorted());
        if (withStat) {
            StatView.writeFields(json, children.stat());
        }
        json.writeEndObject();
    }

    private List<String> sorted() {
        return children.names().stream().sorted().toList();
    }
}
