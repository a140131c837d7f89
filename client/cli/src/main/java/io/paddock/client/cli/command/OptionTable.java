package io.paddock.client.cli.command;

import java.util.List;
import org.apache.commons.cli.Option;

/** The options in lines of {@code  -v <arg>   meaning}, sorted. */
public final class OptionTable {

    private OptionTable() {}

    public static String of(List<Option> options) {
        int width =
                options.stream().mapToInt(option -> head(option).length()).max().orElse(0);
        StringBuilder table = new StringBuilder();
        options.stream()
                .sorted((a, b) -> name(a).compareToIgnoreCase(name(b)))
                .forEach(option -> table.append(' ')
                        .append(String.format("%-" + (width + 3) + "s", head(option)))
                        .append(option.getDescription())
                        .append('\n'));
        return table.toString();
    }

    /** {@code -v <arg>}. */
    public static String head(Option option) {
        String value = option.hasArg() ? " <" + (option.getArgName() == null ? "arg" : option.getArgName()) + ">" : "";
        return (option.getOpt() == null ? "--" : "-") + name(option) + value;
    }

    private static String name(Option option) {
        return option.getOpt() == null ? option.getLongOpt() : option.getOpt();
    }
}
