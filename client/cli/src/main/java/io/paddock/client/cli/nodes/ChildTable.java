package io.paddock.client.cli.nodes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.Children;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.output.Message;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.output.StatView;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import io.paddock.client.cli.subtree.Siblings;
import io.paddock.common.Stat;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code ls -l}: the children of a znode in a table, with data, children, version, time of the last change, name. Rows are shown as
 * they come, some read ahead; only as JSON, which is one value, they are kept. Children that are gone by then have no row.
 */
final class ChildTable {

    private static final int AHEAD = 256;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String FORMAT = "%9s %9s %8s  %-19s  %s\n";

    private ChildTable() {}

    private record Row(String name, Stat stat) implements View {

        @Override
        public String text(Style style) {
            String shown = name;
            if (stat.ephemeralOwner() != 0) {
                shown = style.ephemeral(name + " (ephemeral)");
            } else if (stat.numChildren() > 0) {
                shown = style.parent(name);
            }
            String time = TIME.format(Instant.ofEpochMilli(stat.mtime()).atZone(ZoneId.systemDefault()));
            return String.format(FORMAT, stat.dataLength(), stat.numChildren(), stat.version(), time, shown);
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("name", name);
            StatView.writeFields(json, stat);
            json.writeEndObject();
        }
    }

    static void show(Invocation in, String path, Children children) throws InterruptedException {
        Output output = in.pagedOutput();
        List<Row> kept = new ArrayList<>();
        if (!output.isJson()) {
            String head = String.format(FORMAT, "bytes", "children", "version", "changed", "name");
            output.text(output.style().dim(head));
        }
        Siblings<Optional<Stat>> rows = Siblings.of(path, children.names(), in.client()::exists);
        while (rows.hasNext() && !output.isBroken()) {
            rows.readAhead(AHEAD);
            String name = rows.peek().name();
            Optional<Stat> stat = in.blocking().await(rows.take());
            if (stat.isPresent() && output.isJson()) {
                kept.add(new Row(name, stat.get()));
            } else {
                stat.ifPresent(there -> output.show(new Row(name, there)));
            }
        }
        if (output.isJson()) {
            output.show(new Message("", json -> {
                json.writeStringField("path", path);
                json.writeArrayFieldStart("children");
                for (Row row : kept) {
                    row.json(json);
                }
                json.writeEndArray();
            }));
        }
    }
}
