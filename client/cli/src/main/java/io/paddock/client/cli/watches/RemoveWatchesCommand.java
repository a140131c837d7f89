package io.paddock.client.cli.watches;

import io.paddock.client.ClientException;
import io.paddock.client.SessionState;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.common.ErrorCode;
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
            .flag("l", "Also without a connection: then the shell forgets them, and sets them no more")
            .examples("removewatches /app", "removewatches /app -d", "removewatches /app -l")
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
            remove(in, path, type(in));
        } finally {
            in.connection().watches().endRemoval();
        }
    }

    private static void remove(Invocation in, String path, WatchType type) throws InterruptedException {
        boolean mayBeLocal = in.has("l");
        if (mayBeLocal && in.client().state() == SessionState.CONNECTING) {
            in.blocking().forgetWatches(path, type);
            return;
        }
        try {
            in.blocking().removeWatches(path, type);
        } catch (ClientException e) {
            if (!mayBeLocal || !e.is(ErrorCode.CONNECTION_LOSS)) {
                throw e;
            }
            in.blocking().forgetWatches(path, type);
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
