package io.paddock.client.cli.ensemble;

import io.paddock.client.NodeData;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.connection.WatchKind;

/** {@code config}. */
public final class ConfigCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "config", "[-c] [-w] [-s]", "Shows the members of the ensemble.")
            .flag("c", "Only the version and where clients connect")
            .flag("w", "Watch for changes of the configuration")
            .flag("s", "Print znode stats additionally")
            .examples("config", "config -c");

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws InterruptedException {
        NodeData config = in.has("w")
                ? in.blocking().getConfig(in.connection().watches().watcher(WatchKind.DATA))
                : in.blocking().getConfig();
        in.output().show(new ConfigView(config, "", in.has("c"), in.has("s")));
    }
}
