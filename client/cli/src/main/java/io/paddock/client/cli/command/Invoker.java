package io.paddock.client.cli.command;

import io.paddock.client.ClientException;
import io.paddock.client.cli.connection.Connection;
import io.paddock.client.cli.output.Format;
import io.paddock.client.cli.output.Output;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;

/** Turns words into calls of commands, and their ends into exit codes. Owned by the thread that executes lines. */
public final class Invoker {

    private static final int SUCCESS = 0;
    private static final int FAILURE = 1;

    /** As a shell reports what Ctrl-C has ended. */
    public static final int CANCELLED = 130;

    private final Connection connection;
    private final Output output;
    private final Screen screen;

    public Invoker(Connection connection, Output output, Screen screen) {
        this.connection = connection;
        this.output = output;
        this.screen = screen;
    }

    /** Runs the command with these words, of which the first is its name; the exit code. What went wrong is said. */
    public int run(Command command, List<String> words) {
        CommandSpec spec = command.spec();
        Output chosen = asked(words);
        Invocation call = null;
        try {
            CommandLine parsed = parse(spec, words);
            chosen = output.as(format(parsed));
            if (parsed.getArgList().size() <= spec.wordsNeeded()) {
                throw new UsageFailure(spec);
            }
            call = new Invocation(spec, parsed, connection, chosen, screen);
            command.run(call);
            if (Thread.interrupted()) {
                throw new InterruptedException(); // It ended as behind a closed pipe, and that was Ctrl-C.
            }
            return SUCCESS;
        } catch (ClientException e) {
            Failures.report(chosen, e, call == null ? null : call.suspicion());
        } catch (UsageFailure e) {
            Failures.report(chosen, "Usage", e.getMessage(), e.hint());
        } catch (CommandFailure e) {
            Failures.report(chosen, "Failed", e.getMessage(), e.hint());
        } catch (IllegalArgumentException e) {
            // What the client refuses to send.
            Failures.report(chosen, "Failed", e.getMessage(), null);
        } catch (RuntimeException | StackOverflowError e) {
            Failures.report(chosen, "Defect", "This is a defect of the shell: " + e, null);
        } catch (OutOfMemoryError e) {
            Failures.report(
                    chosen,
                    "Failed",
                    "The result does not fit into memory.",
                    "ZK_CLIENT_HEAP=1024 zkCli.sh has more, in MB.");
        } catch (InterruptedException e) {
            Failures.report(chosen, "Interrupted", "Interrupted; what was sent already may have happened.", null);
            return CANCELLED;
        }
        return FAILURE;
    }

    private static CommandLine parse(CommandSpec spec, List<String> words) throws CommandFailure {
        try {
            // What needs no session is about the shell itself, and there even -1 is a word to ZooKeeper's.
            boolean wordsOnly = spec.needsNoSession() || spec.takesAnyWord();
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .get()
                    .parse(
                            spec.parserOptions(true),
                            (wordsOnly ? formatFirst(words) : words).toArray(String[]::new),
                            wordsOnly);
        } catch (ParseException e) {
            // With the name of the class: scripts know it so (specification, cli 7).
            throw new UsageFailure(e.toString(), "Usage: " + spec.usage());
        }
    }

    /** The parser stops at the first word that is no option. */
    private static List<String> formatFirst(List<String> words) {
        List<String> options = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--" + CommandSpec.OUTPUT) && i + 1 < words.size()) {
                options.add(word);
                options.add(words.get(++i));
            } else if (word.equals("--" + CommandSpec.JSON) || word.startsWith("--" + CommandSpec.OUTPUT + "=")) {
                options.add(word);
            } else {
                others.add(word);
            }
        }
        options.addAll(others);
        return options;
    }

    private Format format(CommandLine parsed) throws CommandFailure {
        if (parsed.hasOption(CommandSpec.JSON)) {
            return Format.JSON;
        }
        String name = parsed.getOptionValue(CommandSpec.OUTPUT, output.isJson() ? "json" : "text");
        Format format = Format.of(name);
        if (format == null) {
            throw new CommandFailure("There is no output format " + name + ": text and json are known.");
        }
        return format;
    }

    /** Before the line is parsed: what is wrong with it is to be said in the form that it asks for. */
    private Output asked(List<String> words) {
        return asksForJson(words) ? output.as(Format.JSON) : output;
    }

    /** True if these words of a command ask for JSON. */
    public static boolean asksForJson(List<String> words) {
        int option = words.indexOf("--" + CommandSpec.OUTPUT);
        return words.contains("--" + CommandSpec.JSON)
                || words.contains("--output=json")
                || option >= 0
                        && option + 1 < words.size()
                        && words.get(option + 1).equals("json");
    }
}
