package io.paddock.client.cli.shell;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.SessionInfo;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.output.Hex;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import java.io.IOException;
import java.util.Optional;

/** {@code status}: where the shell is connected, and how far away that is. */
final class StatusCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "status", "", "Shows the server, the session and how long a question takes.")
            .examples("status", "status --json")
            .ours();

    private record Status(String state, SessionInfo session, double roundTripMs) implements View {

        @Override
        public String text(Style style) {
            return String.format(
                    "state         %s%nserver        %s%nsession       %s%ntimeout       %d ms%nlast zxid     %s%nround trip    %.1f ms%n",
                    state,
                    server(),
                    Hex.number(session.id()),
                    session.timeout().toMillis(),
                    Hex.number(session.lastZxid()),
                    roundTripMs);
        }

        private String server() {
            return session.server() == null
                    ? "unknown"
                    : session.server().getHostString() + ":" + session.server().getPort();
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("state", state);
            json.writeStringField("server", server());
            json.writeStringField("session", Hex.number(session.id()));
            json.writeNumberField("timeoutMs", session.timeout().toMillis());
            json.writeStringField("lastZxid", Hex.number(session.lastZxid()));
            json.writeNumberField("roundTripMs", roundTripMs);
            json.writeEndObject();
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws InterruptedException {
        in.blocking().whoAmI(); // The first question pays for what it is the first to use.
        long start = System.nanoTime();
        in.blocking().whoAmI();
        double roundTripMs = (System.nanoTime() - start) / 1e6;
        Optional<SessionInfo> session = in.client().session();
        session.ifPresent(info -> in.output().show(new Status(in.connection().stateWord(), info, roundTripMs)));
    }
}
