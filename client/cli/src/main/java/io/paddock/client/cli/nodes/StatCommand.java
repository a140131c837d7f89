package io.paddock.client.cli.nodes;

import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.connection.WatchKind;
import io.paddock.client.cli.output.StatView;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Stat;
import java.util.Optional;

/** {@code stat}. */
public final class StatCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of("stat", "[-w] path", "Shows what is known about a znode.")
            .flag("w", "Watch for changes on the znode, also if it is not there yet")
            .examples("stat /app", "stat -w /app/lock")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.path();
        boolean watched = OldWatchWord.isWatched(in, "'stat path [watch]'", "'stat [-w] path'");
        Optional<Stat> stat = watched
                ? in.blocking().exists(path, in.connection().watches().watcher(WatchKind.DATA))
                : in.blocking().exists(path);
        if (stat.isEmpty()) {
            throw RefusedException.of(ErrorCode.NO_NODE.code(), OpCode.EXISTS, path);
        }
        in.output().show(new StatView(path, stat.get()));
    }
}
