package io.paddock.client.cli.terminal;

import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.connection.Connection;
import io.paddock.client.cli.shell.CommandTable;
import io.paddock.common.Stat;
import io.paddock.common.protocol.AddWatchMode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.cli.Option;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes the last word: a path to the children of its parent, an option of the command, a value that has few forms, else
 * the name of a command (specification, cli 3.3). A path goes on with a slash if it can.
 *
 * <p>Used by the thread that executes lines, which is the one that reads them.
 */
final class ShellCompleter implements Completer {

    /** Nobody waits longer for a suggestion. */
    private static final long PATIENCE_MS = 1_000;

    private final CommandTable commands;
    private final Connection connection;

    ShellCompleter(CommandTable commands, Connection connection) {
        this.commands = commands;
        this.connection = connection;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word();
        Command command =
                line.wordIndex() == 0 ? null : commands.find(line.words().get(0));
        if (word.startsWith("/")) {
            completePath(word, candidates);
        } else if (command != null && word.startsWith("-")) {
            completeOption(command.spec(), candidates);
        } else if (command != null && completeValue(line, command.spec(), candidates)) {
            return;
        } else {
            commands.all()
                    .forEach(known -> candidates.add(candidate(known.spec().name())));
        }
    }

    private void completePath(String word, List<Candidate> candidates) {
        String parent = word.substring(0, Math.max(word.lastIndexOf('/'), 1));
        String prefix = parent.equals("/") ? "/" : parent + "/";
        List<String> paths = ask(client -> client.getChildren(parent))
                .map(children -> children.names().stream()
                        .map(name -> prefix + name)
                        .filter(path -> path.startsWith(word))
                        .sorted()
                        .toList())
                .orElse(List.of());
        if (paths.size() == 1) {
            boolean hasChildren = ask(client -> client.exists(paths.get(0)))
                    .flatMap(stat -> stat)
                    .map(Stat::numChildren)
                    .filter(count -> count > 0)
                    .isPresent();
            if (hasChildren) {
                candidates.add(open(paths.get(0) + "/"));
                return;
            }
        }
        paths.forEach(path -> candidates.add(candidate(path)));
    }

    private static void completeOption(CommandSpec spec, List<Candidate> candidates) {
        for (Option option : spec.parserOptions(false).getOptions()) {
            String name = option.getOpt() == null ? "--" + option.getLongOpt() : "-" + option.getOpt();
            candidates.add(new Candidate(name, name, null, option.getDescription(), null, null, true));
        }
    }

    /** True if the word before the last one asks for a value of which all forms are known. */
    private static boolean completeValue(ParsedLine line, CommandSpec spec, List<Candidate> candidates) {
        String before = line.words().get(line.wordIndex() - 1);
        String command = spec.name();
        if (before.equals("-m") && command.equals("addWatch")) {
            for (AddWatchMode mode : AddWatchMode.values()) {
                candidates.add(candidate(mode.name()));
            }
        } else if (before.equals("--output")) {
            candidates.add(candidate("json"));
            candidates.add(candidate("text"));
        } else if (before.equals("printwatches")) {
            candidates.add(candidate("on"));
            candidates.add(candidate("off"));
        } else if (before.equals("addauth")) {
            candidates.add(candidate("digest"));
        }
        return !candidates.isEmpty();
    }

    private static Candidate candidate(String value) {
        return new Candidate(value, value, null, null, null, null, true);
    }

    /** Without a blank behind it, to go on at once. */
    private static Candidate open(String value) {
        return new Candidate(value, value, null, null, null, null, false);
    }

    /** A question to a server. */
    @FunctionalInterface
    private interface Question<T> {
        CompletableFuture<T> ask(Client client);
    }

    /** The answer; empty if there is none in time, or a refusal: a suggestion is not worth an error. */
    private <T> Optional<T> ask(Question<T> question) {
        if (!connection.isAlive()) {
            return Optional.empty();
        }
        try {
            return Optional.of(question.ask(connection.client()).get(PATIENCE_MS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException | IllegalArgumentException | ClientException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
