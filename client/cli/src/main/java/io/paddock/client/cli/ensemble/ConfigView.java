package io.paddock.client.cli.ensemble;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.Client;
import io.paddock.client.NodeData;
import io.paddock.client.cli.output.StatView;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import java.io.IOException;
import java.util.List;

/**
 * The configuration of the ensemble, a line per server and one with its version.
 *
 * @param heading a line before the text; empty for none
 * @param clientView only the version and where clients connect
 */
record ConfigView(NodeData config, String heading, boolean clientView, boolean withStat) implements View {

    @Override
    public String text(Style style) {
        String text =
                heading + (clientView ? version() + " " + String.join(",", clientAddresses()) : config.text()) + "\n";
        return withStat ? text + new StatView(null, config.stat()).text(style) : text;
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", Client.CONFIG_PATH);
        json.writeStringField("version", version());
        json.writeArrayFieldStart("servers");
        for (String line : servers()) {
            json.writeString(line);
        }
        json.writeEndArray();
        if (withStat) {
            StatView.writeFields(json, config.stat());
        }
        json.writeEndObject();
    }

    private List<String> servers() {
        return config.text().lines().filter(line -> line.startsWith("server.")).toList();
    }

    private String version() {
        return config.text()
                .lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()))
                .findFirst()
                .orElse("");
    }

    private List<String> clientAddresses() {
        return servers().stream()
                .filter(line -> line.indexOf(';') >= 0)
                .map(line -> line.substring(line.indexOf(';') + 1))
                .toList();
    }
}
