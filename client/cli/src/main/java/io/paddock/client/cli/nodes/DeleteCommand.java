package io.paddock.client.cli.nodes;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;

/** {@code delete}. */
public final class DeleteCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "delete", "[-v version] path", "Deletes a znode without children.")
            .value("v", "Delete with an expected version")
            .examples("delete /app", "delete -v 3 /app")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        if (in.count() > 1) {
            // What scripts get since long: the second word is a version to the reader only (specification, cli 7).
            in.output()
                    .error(
                            "'delete path [version]' has been deprecated. Please use 'delete [-v version] path' instead.");
        }
        int version = in.number("v", -1);
        in.blocking().delete(in.path(), version);
    }
}
