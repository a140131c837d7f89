package io.paddock.client.cli.watches;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.connection.WatchKind;
import io.paddock.common.protocol.AddWatchMode;
import java.util.Locale;

/** {@code addWatch}. */
public final class AddWatchCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "addWatch",
                    "[-m mode] path # optional mode is one of [PERSISTENT, PERSISTENT_RECURSIVE] - default is"
                            + " PERSISTENT_RECURSIVE",
                    "Sets a watch that stays.")
            .value("m", "PERSISTENT for the znode and its list of children, PERSISTENT_RECURSIVE for all below it")
            .examples("addWatch /app", "addWatch -m PERSISTENT /app")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        AddWatchMode mode = mode(in.value("m"));
        WatchKind kind = mode == AddWatchMode.PERSISTENT ? WatchKind.PERSISTENT : WatchKind.RECURSIVE;
        in.blocking().addWatch(in.path(), mode, in.connection().watches().watcher(kind));
    }

    private static AddWatchMode mode(String name) throws CommandFailure {
        try {
            return name == null
                    ? AddWatchMode.PERSISTENT_RECURSIVE
                    : AddWatchMode.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "No enum constant org.apache.zookeeper.AddWatchMode." + name.toUpperCase(Locale.ROOT),
                    "The modes are PERSISTENT and PERSISTENT_RECURSIVE.");
        }
    }
}
