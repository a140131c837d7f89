package io.paddock.client.cli.quota;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.PathCheck;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import java.io.IOException;

/** {@code listquota}. */
public final class ListQuotaCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "listquota", "path", "Shows the quota of a subtree and its use.")
            .examples("listquota /app")
            .needs(1);

    private record Quota(String path, QuotaText limits, QuotaText usage) implements View {

        @Override
        public String text(Style style) {
            return "Output quota for " + path + " " + limits + "\nOutput stat for " + path + " " + usage + "\n";
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("path", path);
            json.writeObjectFieldStart("limits");
            json.writeNumberField("count", limits.count());
            json.writeNumberField("bytes", limits.bytes());
            json.writeNumberField("hardCount", limits.hard().getOrDefault(QuotaText.COUNT_HARD, -1L));
            json.writeNumberField("hardBytes", limits.hard().getOrDefault(QuotaText.BYTES_HARD, -1L));
            json.writeEndObject();
            json.writeObjectFieldStart("usage");
            json.writeNumberField("count", usage.count());
            json.writeNumberField("bytes", usage.bytes());
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.word(0);
        in.output().error("absolute path is " + QuotaPaths.limits(path));
        PathCheck.valid(QuotaPaths.limits(path));
        try {
            QuotaText limits = QuotaText.parse(
                    in.blocking().getData(QuotaPaths.limits(path)).data());
            QuotaText usage = QuotaText.parse(
                    in.blocking().getData(QuotaPaths.usage(path)).data());
            in.output().show(new Quota(path, limits, usage));
        } catch (RefusedException.NoNode e) {
            // Not a failure to scripts: specification, cli 2.
            in.output().error("quota for " + path + " does not exist.");
        }
    }
}
