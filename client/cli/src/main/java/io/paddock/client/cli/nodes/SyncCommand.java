package io.paddock.client.cli.nodes;

import io.paddock.client.ClientException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.output.Message;

/** {@code sync}. */
public final class SyncCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "sync", "path", "Brings the connected server up to date with the leader.")
            .examples("sync /")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.path();
        try {
            in.blocking().sync(path);
            show(in, path, "Sync is OK", 0);
        } catch (ClientException e) {
            // Not a failure to scripts: specification, cli 7.1.
            show(in, path, "Sync has failed. rc=" + e.code(), e.code());
        }
    }

    private static void show(Invocation in, String path, String text, int code) {
        in.output().show(new Message(text + "\n", json -> {
            json.writeStringField("path", path);
            json.writeBooleanField("ok", code == 0);
            json.writeNumberField("code", code);
        }));
    }
}
