package io.paddock.client.cli.command;

import io.paddock.client.ClientException;
import io.paddock.client.cli.connection.Connection;
import io.paddock.client.cli.output.Format;
import io.paddock.client.cli.output.Output;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;

/** Turns words into calls of commands, and their ends into exit codes. Owned by the thread that executes lines. */
public final class Invoker {

    private static final int SUCCESS = 0;
    private static final int FAILURE = 1;

    /** As a shell reports what Ctrl-C has ended. */
    private static final int CANCELLED = 130;

    private final Connection connection;
    private final Output output;
    private final Keys keys;

    public Invoker(Connection connection, Output output, Keys keys) {
        this.connection = connection;
        this.output = output;
        this.keys = keys;
    }

    /** Runs the command with these words, of which the first is its name; the exit code. What went wrong is said. */
    public int run(Command command, List<String> words) {
        CommandSpec spec = command.spec();
        Output chosen = output;
        try {
            CommandLine parsed = parse(spec, words);
            chosen = output.as(format(spec, parsed));
            if (parsed.getArgList().size() <= spec.wordsNeeded()) {
                throw new UsageFailure(spec);
            }
            command.run(new Invocation(spec, parsed, connection, chosen, keys));
            return SUCCESS;
        } catch (ClientException e) {
            Failures.report(chosen, e);
        } catch (CommandFailure e) {
            Failures.report(chosen, e.getMessage(), e.hint());
        } catch (IllegalArgumentException e) {
            // What the client refuses to send.
            Failures.report(chosen, e.getMessage(), null);
        } catch (RuntimeException | StackOverflowError e) {
            Failures.report(chosen, "This is a defect of the shell: " + e, null);
        } catch (InterruptedException e) {
            output.error("Interrupted; what was sent already may have happened.");
            return CANCELLED;
        }
        return FAILURE;
    }

    private static CommandLine parse(CommandSpec spec, List<String> words) throws CommandFailure {
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .get()
                    .parse(spec.parserOptions(true), words.toArray(String[]::new));
        } catch (ParseException e) {
            // With the name of the class: scripts know it so (specification, cli 7).
            throw new CommandFailure(e.toString(), "Usage: " + spec.usage());
        }
    }

    private Format format(CommandSpec spec, CommandLine parsed) throws CommandFailure {
        String general = output.isJson() ? "json" : "text";
        if (!spec.hasResult()) {
            return Format.of(general);
        }
        if (parsed.hasOption(CommandSpec.JSON)) {
            return Format.JSON;
        }
        String name = parsed.getOptionValue(CommandSpec.OUTPUT, general);
        Format format = Format.of(name);
        if (format == null) {
            throw new CommandFailure("There is no output format " + name + ": text and json are known.");
        }
        return format;
    }
}
