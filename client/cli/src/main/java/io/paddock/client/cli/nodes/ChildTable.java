package io.paddock.client.cli.nodes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.cli.output.StatView;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import io.paddock.client.cli.subtree.Step;
import io.paddock.common.Stat;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The children of a znode in a table: data, children, version, time of the last change, name. */
record ChildTable(String path, List<Row> rows) implements View {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final List<String> HEAD = List.of("bytes", "children", "version", "changed", "name");

    record Row(String name, Stat stat) {}

    /** Asks for the stats of all children at once; those that are gone by then are not in the table. */
    static ChildTable of(Client client, String path, Children children) throws InterruptedException {
        List<String> names = children.names().stream().sorted().toList();
        List<CompletableFuture<Optional<Stat>>> answers =
                names.stream().map(name -> client.exists(Step.join(path, name))).toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Optional<Stat> stat = client.blocking().await(answers.get(i));
            if (stat.isPresent()) {
                rows.add(new Row(names.get(i), stat.get()));
            }
        }
        return new ChildTable(path, rows);
    }

    @Override
    public String text(Style style) {
        StringBuilder text = new StringBuilder(style.dim(line(HEAD)) + "\n");
        for (Row row : rows) {
            Stat stat = row.stat();
            String name = row.name();
            if (stat.ephemeralOwner() != 0) {
                name = style.ephemeral(name + " (ephemeral)");
            } else if (stat.numChildren() > 0) {
                name = style.parent(name);
            }
            text.append(line(List.of(
                            String.valueOf(stat.dataLength()),
                            String.valueOf(stat.numChildren()),
                            String.valueOf(stat.version()),
                            TIME.format(Instant.ofEpochMilli(stat.mtime()).atZone(ZoneId.systemDefault())),
                            name)))
                    .append('\n');
        }
        return text.toString();
    }

    private static String line(List<String> cells) {
        return String.format(
                "%9s %9s %8s  %-19s  %s", cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", path);
        json.writeArrayFieldStart("children");
        for (Row row : rows) {
            json.writeStartObject();
            json.writeStringField("name", row.name());
            StatView.writeFields(json, row.stat());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
