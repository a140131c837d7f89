package io.paddock.client.cli.watches;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.Client;
import io.paddock.client.Watch;
import io.paddock.client.WatchEvent;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.Screen;
import io.paddock.client.cli.output.Hex;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import io.paddock.common.protocol.AddWatchMode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code watch}: follows what happens in a subtree, until a key is pressed. */
public final class WatchCommand implements Command {

    private static final long KEY_WAIT_MS = 100;

    private static final CommandSpec SPEC = CommandSpec.of(
                    "watch", "[-n count] path", "Follows the changes of a subtree until a key is pressed.")
            .value("n", "End after so many changes")
            .examples("watch /app", "watch -n 1 /app/lock")
            .ours()
            .needs(1);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private record Change(Instant time, WatchEvent event) implements View {

        @Override
        public String text(Style style) {
            String word = switch (event.kind()) {
                case CREATED -> style.good("created ");
                case DELETED -> style.bad("deleted ");
                case DATA_CHANGED -> "changed ";
                case CHILDREN_CHANGED -> "children";
                case EVENTS_MISSED -> style.bad("missed  ");
                case WATCH_ENDED -> style.bad("ended   ");
            };
            return style.dim(TIME.format(time.atZone(ZoneId.systemDefault()))) + "  " + word + "  " + event.path()
                    + "\n";
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeNumberField("time", time.toEpochMilli());
            json.writeStringField("kind", event.kind().name());
            json.writeStringField("path", event.path());
            json.writeStringField("zxid", Hex.number(event.zxid()));
            json.writeEndObject();
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.path();
        int count = in.number("n", Integer.MAX_VALUE);
        Client client = in.client();
        AtomicInteger left = new AtomicInteger(count);
        Output output = in.output();
        Watch watch = client.blocking()
                .await(client.addWatch(path, AddWatchMode.PERSISTENT_RECURSIVE, event -> follow(output, left, event)));
        if (in.screen().isThere()) {
            output.hint("Following " + path + ": any key ends it.");
        }
        output.flush();
        try {
            while (left.get() > 0
                    && in.connection().isAlive()
                    && !output.isBroken()
                    && in.screen().read(KEY_WAIT_MS) == Screen.NO_KEY) {
                // What happens is shown by callbacks.
            }
        } finally {
            left.set(0);
            if (in.connection().isAlive()) {
                watch.remove();
            }
        }
    }

    /** In a callback. */
    private static void follow(Output output, AtomicInteger left, WatchEvent event) {
        if (event.kind() == WatchEvent.Kind.WATCH_ENDED || left.get() <= 0) {
            return;
        }
        Change change = new Change(Instant.now(), event);
        output.showNow(change);
        left.decrementAndGet();
    }
}
