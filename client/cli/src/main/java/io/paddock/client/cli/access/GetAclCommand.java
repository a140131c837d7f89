package io.paddock.client.cli.access;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;

/** {@code getAcl}. */
public final class GetAclCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of("getAcl", "[-s] path", "Shows who may do what to a znode.")
            .flag("s", "Print znode stats additionally")
            .longOption("plain", null, "One scheme:id:perms per line, ready for setAcl")
            .examples("getAcl /app", "getAcl --plain /app")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.path();
        in.output().show(new AclView(path, in.blocking().getAcl(path), in.has("plain"), in.has("s")));
    }
}
