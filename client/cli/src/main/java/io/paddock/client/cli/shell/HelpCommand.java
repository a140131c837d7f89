package io.paddock.client.cli.shell;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.OptionTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/**
 * {@code help}: the text that ZooKeeper's shell answers to this word, which it does not know, but without failing; {@code help
 * COMMAND} explains one command, {@code help more} lists those that ZooKeeper's shell does not have.
 */
final class HelpCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "help", "[command]", "Explains a command, or lists all of them; help more lists Paddock's own.")
            .examples("help create", "help more")
            .ours()
            .withoutSession();

    private final CommandTable commands;

    HelpCommand(CommandTable commands) {
        this.commands = commands;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure {
        String name = in.word(0);
        if (name == null) {
            in.output().sink().err(commands.usage());
            in.output().error("Command not found: Command not found help");
            in.output().hint("help COMMAND explains one, help more lists what ZooKeeper's shell does not have.");
        } else if (name.equals("more")) {
            for (Command command : commands.all()) {
                if (command.spec().isOurs()) {
                    in.output()
                            .line(String.format(
                                    "%-8s %s",
                                    command.spec().name(), command.spec().summary()));
                }
            }
        } else {
            Command command = commands.find(name);
            if (command == null) {
                String nearest = commands.nearest(name);
                throw new CommandFailure(
                        "There is no command " + name + ".", nearest == null ? null : "Did you mean " + nearest + "?");
            }
            explain(in, command.spec());
        }
    }

    private static void explain(Invocation in, CommandSpec spec) {
        StringBuilder text = new StringBuilder(spec.usage().strip() + "\n\n" + spec.summary() + "\n");
        List<Option> options = new ArrayList<>(spec.options());
        options.addAll(spec.group());
        if (spec.hasResult()) {
            options.add(Option.builder()
                    .longOpt(CommandSpec.OUTPUT)
                    .hasArg()
                    .argName("format")
                    .desc("text, or json: one value per line (--json is short for it)")
                    .get());
        }
        if (!options.isEmpty()) {
            text.append("\nOptions:\n").append(OptionTable.of(options));
        }
        if (!spec.examples().isEmpty()) {
            text.append("\nExamples:\n");
            spec.examples().forEach(example -> text.append("  ").append(example).append('\n'));
        }
        in.output().sink().out(text.toString());
    }
}
