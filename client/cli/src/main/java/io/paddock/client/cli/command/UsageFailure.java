package io.paddock.client.cli.command;

import java.util.List;

/** A command was called in a way in which it cannot be called. */
public final class UsageFailure extends CommandFailure {

    private static final long serialVersionUID = 1;

    /** ZooKeeper's shell shows their options too, and an empty line (specification, cli 7). */
    private static final List<String> WITH_TABLE = List.of("get", "set");

    UsageFailure(String message, String hint) {
        super(message, hint);
    }

    /** Too few words: the answer is the usage of the command. */
    public UsageFailure(CommandSpec spec) {
        super(text(spec), "help " + spec.name() + " says more.");
    }

    private static String text(CommandSpec spec) {
        return WITH_TABLE.contains(spec.name()) ? spec.usage() + "\n" + OptionTable.of(spec.options()) : spec.usage();
    }
}
