package io.paddock.client.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.OptionGroup;
import org.apache.commons.cli.Options;

/**
 * The words of a command: its name, how it is called, what it is for. Immutable: each method gives another one.
 *
 * @param name case matters
 * @param synopsis what may follow the name, as the usage text has it
 * @param summary one sentence for {@code help}
 * @param options in the order of the help; those that every command has are not among them
 * @param group options of which exactly one is wanted; empty for none
 * @param isOurs true if ZooKeeper's shell does not have it, so that its usage text must not show it
 * @param needsNoSession true if it also works after the session has ended
 * @param takesAnyWord true if it ignores what follows its name, even if that looks like an option
 * @param wordsNeeded how many words must follow the name
 */
public record CommandSpec(
        String name,
        String synopsis,
        String summary,
        List<Option> options,
        List<Option> group,
        List<String> examples,
        boolean isOurs,
        boolean needsNoSession,
        boolean takesAnyWord,
        int wordsNeeded) {

    /** The option that every command has. */
    public static final String OUTPUT = "output";

    /** The short form of {@code --output json}. */
    public static final String JSON = "json";

    public static CommandSpec of(String name, String synopsis, String summary) {
        return new CommandSpec(name, synopsis, summary, List.of(), List.of(), List.of(), false, false, false, 0);
    }

    /** One letter without a value. */
    public CommandSpec flag(String letter, String meaning) {
        return with(new Option(letter, false, meaning));
    }

    /** One letter, or a word behind one dash, with a value. */
    public CommandSpec value(String letter, String meaning) {
        return with(new Option(letter, true, meaning));
    }

    /** A word behind two dashes, with a value if it has a name. */
    public CommandSpec longOption(String word, String valueName, String meaning) {
        Option.Builder option = Option.builder().longOpt(word).desc(meaning);
        return with((valueName == null ? option : option.hasArg().argName(valueName)).get());
    }

    /** One of a group of which exactly one is wanted; with a value or without one. */
    public CommandSpec choice(String letter, boolean hasValue, String meaning) {
        List<Option> more = new ArrayList<>(group);
        more.add(new Option(letter, hasValue, meaning));
        return new CommandSpec(
                name, synopsis, summary, options, more, examples, isOurs, needsNoSession, takesAnyWord, wordsNeeded);
    }

    /** Lines that a user could type. */
    public CommandSpec examples(String... lines) {
        return new CommandSpec(
                name,
                synopsis,
                summary,
                options,
                group,
                List.of(lines),
                isOurs,
                needsNoSession,
                takesAnyWord,
                wordsNeeded);
    }

    /** ZooKeeper's shell does not have it. */
    public CommandSpec ours() {
        return new CommandSpec(
                name, synopsis, summary, options, group, examples, true, needsNoSession, takesAnyWord, wordsNeeded);
    }

    /** It also works after the session has ended. */
    public CommandSpec withoutSession() {
        return new CommandSpec(
                name, synopsis, summary, options, group, examples, isOurs, true, takesAnyWord, wordsNeeded);
    }

    /** It ignores what follows its name, even if that looks like an option. */
    public CommandSpec anyWords() {
        return new CommandSpec(
                name, synopsis, summary, options, group, examples, isOurs, needsNoSession, true, wordsNeeded);
    }

    /** So many words must follow the name, else its usage is the answer. */
    public CommandSpec needs(int words) {
        return new CommandSpec(
                name, synopsis, summary, options, group, examples, isOurs, needsNoSession, takesAnyWord, words);
    }

    /** {@code name synopsis}, also with the blank that stands behind a name without one. */
    public String usage() {
        return name + " " + synopsis;
    }

    /** For the parser. New at each call, because options remember what was parsed. */
    public Options parserOptions(boolean groupIsRequired) {
        Options all = new Options();
        options.forEach(option -> all.addOption((Option) option.clone()));
        if (!group.isEmpty()) {
            OptionGroup choices = new OptionGroup();
            group.forEach(option -> choices.addOption((Option) option.clone()));
            choices.setRequired(groupIsRequired);
            all.addOptionGroup(choices);
        }
        all.addOption(Option.builder()
                .longOpt(OUTPUT)
                .hasArg()
                .desc("text, or json: one value per line")
                .get());
        all.addOption(Option.builder().longOpt(JSON).desc("--output json").get());
        return all;
    }

    private CommandSpec with(Option option) {
        List<Option> more = new ArrayList<>(options);
        more.add(option);
        return new CommandSpec(
                name, synopsis, summary, more, group, examples, isOurs, needsNoSession, takesAnyWord, wordsNeeded);
    }
}
