package io.paddock.client.cli.ensemble;

import io.paddock.client.NodeData;
import io.paddock.client.Reconfiguration;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.UsageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code reconfig}. */
public final class ReconfigCommand implements Command {

    /** Groups and weights say who is a quorum: they go with the members. */
    private static final Pattern MEMBER_LINE = Pattern.compile("(server|group|weight)\\.");

    private static final CommandSpec SPEC = CommandSpec.of(
                    "reconfig",
                    "[-s] [-v version] [[-file path] | [-members serverID=host:port1:port2;port3[,...]*]] |"
                            + " [-add serverId=host:port1:port2;port3[,...]]* [-remove serverId[,...]*]",
                    "Changes the members of the ensemble.")
            .flag("s", "Print znode stats additionally")
            .value("v", "Only if the configuration has this version, in hexadecimal")
            .value("file", "A dynamic configuration file with all members")
            .value("members", "All members, with commas between them")
            .value("add", "Members to add or change, with commas between them")
            .value("remove", "Ids of members to remove, with commas between them")
            .examples("reconfig -add 4=host:2888:3888;2181", "reconfig -remove 3");

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        Reconfiguration change = change(in);
        NodeData config = in.blocking().reconfig(change);
        in.output().show(new ConfigView(config, "Committed new configuration:\n", false, in.has("s")));
    }

    private static Reconfiguration change(Invocation in) throws CommandFailure {
        boolean whole = in.has("file") || in.has("members");
        boolean parts = in.has("add") || in.has("remove");
        if (!whole && !parts) {
            throw new UsageFailure(in.spec());
        }
        long version = version(in.value("v"));
        if (whole && parts) {
            throw new CommandFailure("Can't use -file or -members together with -add or -remove (mixing incremental and"
                    + " non-incremental modes is not allowed)");
        }
        if (in.has("file") && in.has("members")) {
            throw new CommandFailure("Can't use -file and -members together (conflicting non-incremental modes)");
        }
        String members = in.has("file") ? membersOf(in.value("file")) : lowerCase(in.value("members"));
        return new Reconfiguration(lowerCase(in.value("add")), lowerCase(in.value("remove")), members, version);
    }

    /** As ZooKeeper's shell sends it: roles and addresses do not care. */
    private static String lowerCase(String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static long version(String text) throws CommandFailure {
        try {
            return text == null ? -1 : Long.parseLong(text, 16);
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    "-v must be followed by a long (configuration version)",
                    "config shows the version that there is now.");
        }
    }

    static String membersOf(String file) throws CommandFailure {
        try {
            return String.join(
                    "\n",
                    Files.readAllLines(Path.of(file)).stream()
                            .map(String::strip)
                            .filter(line -> MEMBER_LINE.matcher(line).lookingAt())
                            .toList());
        } catch (NoSuchFileException e) {
            throw new CommandFailure("Error processing " + file + file + " (No such file or directory)");
        } catch (IOException e) {
            throw new CommandFailure("Error processing " + file + e.getMessage());
        }
    }
}
