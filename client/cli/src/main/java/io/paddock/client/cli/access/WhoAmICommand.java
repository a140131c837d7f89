package io.paddock.client.cli.access;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import io.paddock.common.AuthId;
import java.io.IOException;
import java.util.List;

/** {@code whoami}. */
public final class WhoAmICommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of("whoami", "", "Shows the identities of this session.")
            .examples("whoami", "whoami --json")
            .anyWords();

    private record Identities(List<AuthId> ids) implements View {

        @Override
        public String text(Style style) {
            StringBuilder text = new StringBuilder("Auth scheme: User\n");
            ids.forEach(
                    id -> text.append(id.scheme()).append(": ").append(id.id()).append('\n'));
            return text.toString();
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartArray();
            for (AuthId id : ids) {
                json.writeStartObject();
                json.writeStringField("scheme", id.scheme());
                json.writeStringField("user", id.id());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws InterruptedException {
        in.output().show(new Identities(in.blocking().whoAmI()));
    }
}
