package io.paddock.client.cli.access;

import io.paddock.client.ClientException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.ErrorTexts;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.output.Message;
import io.paddock.client.cli.output.StatView;
import io.paddock.client.cli.subtree.Step;
import io.paddock.client.cli.subtree.Walk;
import io.paddock.common.Acl;
import java.util.List;

/** {@code setAcl}. */
public final class SetAclCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "setAcl", "[-s] [-v version] [-R] path acl", "Says who may do what to a znode.")
            .flag("s", "Print znode stats additionally")
            .value("v", "Set with an expected version of the list")
            .flag("R", "The same for everything below")
            .examples("setAcl /app world:anyone:r,digest:bob:HASH:cdrwa", "setAcl -R /app auth::cdrwa")
            .needs(2);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.path();
        List<Acl> acl = AclText.parse(in.word(1), in.output());
        int version = in.number("v", -1);
        if (acl.isEmpty()) {
            throw new CommandFailure("Acl is not valid : null", "Write it as world:anyone:cdrwa");
        }
        if (in.has("R")) {
            setAll(in, path, acl, version);
            return;
        }
        var stat = in.blocking().setAcl(path, acl, version);
        if (in.has("s")) {
            in.output().show(new StatView(path, stat));
        }
    }

    /** What single znodes refuse is told and does not count as a failure (specification, cli 7.2). */
    private static void setAll(Invocation in, String path, List<Acl> acl, int version)
            throws CommandFailure, InterruptedException {
        Walk.ofChildren(in.client()).run(path, (Step step, io.paddock.client.Children children) -> {
            try {
                in.blocking().setAcl(step.path(), acl, version);
            } catch (ClientException e) {
                in.output()
                        .show(new Message(
                                "KeeperErrorCode = " + ErrorTexts.name(e) + " for " + step.path() + separator(in),
                                json -> {
                                    json.writeStringField("path", step.path());
                                    json.writeStringField("error", ErrorTexts.name(e));
                                    json.writeNumberField("code", e.code());
                                }));
            }
            return true;
        });
    }

    /** Scripts know these lines without an end; people had better see one. */
    private static String separator(Invocation in) {
        return in.output().isTerminal() ? "\n" : "";
    }
}
