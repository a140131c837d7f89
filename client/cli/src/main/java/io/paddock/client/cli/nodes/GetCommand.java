package io.paddock.client.cli.nodes;

import io.paddock.client.NodeData;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.connection.WatchKind;

/** {@code get}. */
public final class GetCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "get", "[-s] [-w] [-b] [-x] path", "Shows the data of a znode.")
            .flag("s", "Print znode stats additionally")
            .flag("w", "Watch for changes on the znode")
            .flag("b", "Output data in base64 format")
            .flag("x", "Output data in hexdump format")
            .examples("get /app", "get -s -w /app", "get --output json /app")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.path();
        boolean watched = OldWatchWord.isWatched(in, "'get path [watch]'", "'get [-s] [-w] path'");
        NodeData node = watched
                ? in.blocking().getData(path, in.connection().watches().watcher(WatchKind.DATA))
                : in.blocking().getData(path);
        in.pagedOutput().show(new DataView(path, node, form(in), in.has("s")));
    }

    private static DataForm form(Invocation in) {
        if (in.has("x")) {
            return DataForm.HEX;
        }
        if (in.has("b")) {
            return DataForm.BASE64;
        }
        return in.output().isTerminal() ? DataForm.TERMINAL : DataForm.TEXT;
    }
}
