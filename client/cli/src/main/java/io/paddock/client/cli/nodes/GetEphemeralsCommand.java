package io.paddock.client.cli.nodes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.output.Json;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import java.io.IOException;
import java.util.List;

/** {@code getEphemerals}. */
public final class GetEphemeralsCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "getEphemerals", "path", "Lists the ephemeral znodes of this session whose path begins so.")
            .examples("getEphemerals", "getEphemerals /app");

    private record Paths(List<String> paths) implements View {

        @Override
        public String text(Style style) {
            return paths + "\n";
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            Json.strings(json, paths);
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String prefix = in.count() > 0 ? in.path() : "/";
        in.output()
                .show(new Paths(
                        in.blocking().getEphemerals(prefix).stream().sorted().toList()));
    }
}
