package io.paddock.client.cli.shell;

import io.paddock.client.cli.command.Command;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The commands by name. Filled at the start, then only read. */
public final class CommandTable {

    private static final int TYPOS_MAX = 2;

    private final Map<String, Command> commands = new TreeMap<>();

    public CommandTable add(Command command) {
        commands.put(command.spec().name(), command);
        return this;
    }

    /** Null if there is none of that name. */
    public Command find(String name) {
        return commands.get(name);
    }

    /** Sorted by name. */
    public Collection<Command> all() {
        return Collections.unmodifiableCollection(commands.values());
    }

    /** The usage text of ZooKeeper's shell, which is its answer to everything that it does not know. */
    String usage() {
        StringBuilder text =
                new StringBuilder("ZooKeeper -server host:port -client-configuration properties-file cmd args\n");
        commands.values().stream()
                .filter(command -> !command.spec().isOurs())
                .forEach(command ->
                        text.append('\t').append(command.spec().usage()).append('\n'));
        return text.toString();
    }

    /** The name that is nearest to a mistyped one; null if none is near. */
    String nearest(String typed) {
        String nearest = null;
        int least = TYPOS_MAX + 1;
        for (String name : commands.keySet()) {
            int typos = typed.equalsIgnoreCase(name) ? 0 : distance(typed, name);
            if (typos < least) {
                nearest = name;
                least = typos;
            }
        }
        return nearest;
    }

    /** How many letters to add, drop or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
