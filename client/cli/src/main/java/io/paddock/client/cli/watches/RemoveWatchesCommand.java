package io.paddock.client.cli.watches;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.common.protocol.WatchType;

/** {@code removewatches}. */
public final class RemoveWatchesCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "removewatches", "path [-c|-d|-a] [-l]", "Removes watches of this session from a path.")
            .flag("c", "Watches on the children")
            .flag("d", "Watches on the data")
            .flag("p", "Persistent watches")
            .flag("r", "Recursive watches")
            .flag("a", "All of them, which is the default")
            .flag("l", "Also without a connection")
            .examples("removewatches /app", "removewatches /app -d")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.path();
        in.connection().watches().beginRemoval();
        try {
            in.blocking().removeWatches(path, type(in));
        } finally {
            in.connection().watches().endRemoval();
        }
    }

    private static WatchType type(Invocation in) {
        if (in.has("c")) {
            return WatchType.CHILDREN;
        }
        if (in.has("d")) {
            return WatchType.DATA;
        }
        if (in.has("p")) {
            return WatchType.PERSISTENT;
        }
        return in.has("r") ? WatchType.PERSISTENT_RECURSIVE : WatchType.ANY;
    }
}
