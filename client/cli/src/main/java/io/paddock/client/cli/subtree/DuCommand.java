package io.paddock.client.cli.subtree;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.Children;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code du}: how many znodes and bytes of data each subtree holds. */
public final class DuCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "du", "[-d depth] path", "Shows how many znodes and bytes each subtree holds.")
            .value("d", "Subtrees of so many levels below the path, 1 if not given")
            .examples("du /", "du -d 2 /app")
            .ours()
            .needs(1);

    private static final class Total implements View {
        private final String path;
        private long nodes;
        private long bytes;

        Total(String path) {
            this.path = path;
        }

        @Override
        public String text(Style style) {
            return String.format("%10d bytes  %8d znodes  %s%n", bytes, nodes, path);
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("path", path);
            json.writeNumberField("bytes", bytes);
            json.writeNumberField("nodes", nodes);
            json.writeEndObject();
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        int depthMax = in.number("d", 1);
        Output output = in.pagedOutput();
        Map<String, Total> totals = new LinkedHashMap<>();
        Walk.ofChildren(in.client()).run(in.path(), new Walk.Visitor<>() {
            @Override
            public boolean visit(Step step, Children children) {
                int depth = step.depth();
                for (Step at = step; at != null; at = at.parent(), depth--) {
                    if (depth <= depthMax) {
                        Total total = totals.computeIfAbsent(at.path(), Total::new);
                        total.nodes++;
                        total.bytes += children.stat().dataLength();
                    }
                }
                return true;
            }

            @Override
            public void refused(Step step, RefusedException failure) {
                output.error("Insufficient permission : " + step.path());
            }

            @Override
            public boolean isDone() {
                return output.isBroken();
            }
        });
        totals.values().forEach(output::show);
    }
}
