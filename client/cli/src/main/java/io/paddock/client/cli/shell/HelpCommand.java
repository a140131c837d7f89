package io.paddock.client.cli.shell;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.OptionTable;
import io.paddock.client.cli.output.Json;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import java.io.IOException;
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
            list(in);
        } else if (name.equals("more")) {
            for (Command command : commands.all()) {
                if (command.spec().isOurs()) {
                    in.output()
                            .show(new Help(
                                    command.spec(),
                                    String.format(
                                            "%-8s %s%n",
                                            command.spec().name(),
                                            command.spec().summary())));
                }
            }
        } else {
            Command command = commands.find(name);
            if (command == null) {
                String nearest = commands.nearest(name);
                throw new CommandFailure(
                        "There is no command " + name + ".", nearest == null ? null : "Did you mean " + nearest + "?");
            }
            in.output().show(new Help(command.spec(), explanation(command.spec())));
        }
    }

    private void list(Invocation in) {
        if (in.output().isJson()) {
            commands.all().forEach(command -> in.output().show(new Help(command.spec(), "")));
            return;
        }
        in.output().error(commands.usage() + "Command not found: Command not found help");
        in.output().hint("help COMMAND explains one, help more lists what ZooKeeper's shell does not have.");
    }

    /** @param text what people read */
    private record Help(CommandSpec spec, String text) implements View {

        @Override
        public String text(Style style) {
            return text;
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeStringField("usage", spec.usage().strip());
            json.writeStringField("summary", spec.summary());
            json.writeObjectFieldStart("options");
            for (Option option : optionsOf(spec)) {
                json.writeStringField(OptionTable.head(option), option.getDescription());
            }
            json.writeEndObject();
            json.writeFieldName("examples");
            Json.strings(json, spec.examples());
            json.writeEndObject();
        }
    }

    private static String explanation(CommandSpec spec) {
        StringBuilder text = new StringBuilder(spec.usage().strip() + "\n\n" + spec.summary() + "\n");
        text.append("\nOptions:\n").append(OptionTable.of(optionsOf(spec)));
        if (!spec.examples().isEmpty()) {
            text.append("\nExamples:\n");
            spec.examples().forEach(example -> text.append("  ").append(example).append('\n'));
        }
        return text.toString();
    }

    private static List<Option> optionsOf(CommandSpec spec) {
        List<Option> options = new ArrayList<>(spec.options());
        options.addAll(spec.group());
        options.add(Option.builder()
                .longOpt(CommandSpec.OUTPUT)
                .hasArg()
                .argName("format")
                .desc("text, or json: one value per line (--json is short for it)")
                .get());
        return options;
    }
}
