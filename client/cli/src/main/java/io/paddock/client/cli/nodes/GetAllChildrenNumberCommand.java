package io.paddock.client.cli.nodes;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;

/** {@code getAllChildrenNumber}. */
public final class GetAllChildrenNumberCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "getAllChildrenNumber", "path", "Counts everything below a znode.")
            .examples("getAllChildrenNumber /app")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.path();
        in.output().show(new CountView(path, in.blocking().getAllChildrenNumber(path)));
    }
}
