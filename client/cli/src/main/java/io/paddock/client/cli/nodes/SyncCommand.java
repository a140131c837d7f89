package io.paddock.client.cli.nodes;

import io.paddock.client.ClientException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;

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
            in.output().line("Sync is OK");
        } catch (ClientException e) {
            // Not a failure to scripts: specification, cli 7.1.
            in.output().line("Sync has failed. rc=" + e.code());
        }
    }
}
