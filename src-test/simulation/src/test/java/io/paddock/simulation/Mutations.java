package io.paddock.simulation;

import java.nio.file.Path;

/**
 * Tries mutations outside of any build. Without arguments: each with what is said to catch it. With the beginning of a name:
 * those with every scenario, and then with seeds from 1 to the second argument.
 */
final class Mutations {

    private Mutations() {}

    public static void main(String[] args) throws Exception {
        Path root = Path.of(System.getProperty("paddock.root", "."));
        for (Mutation mutation : Mutation.all(root)) {
            if (args.length == 0) {
                long start = System.nanoTime();
                String found;
                try {
                    found = find(mutation, root);
                } catch (IllegalStateException e) {
                    found = e.getMessage();
                }
                System.out.printf("%-40s %5d ms  %s%n", mutation, (System.nanoTime() - start) / 1_000_000, found);
            } else if (mutation.name().startsWith(args[0])) {
                System.out.println(mutation);
                try {
                    search(mutation, root, Long.parseLong(args[1]));
                } catch (IllegalStateException e) {
                    System.out.println("  " + e.getMessage());
                }
            }
        }
    }

    /** What is found by what is said to find it; null for nothing. */
    static String find(Mutation mutation, Path root) throws Exception {
        Mutant mutant = Mutant.of(mutation, root);
        long[] seeds = mutation.seeds();
        if (seeds == null) {
            return mutant.play(mutation.caughtBy());
        }
        for (long seed = seeds[0]; seed <= seeds[1]; seed++) {
            String found = mutant.live(seed);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static void search(Mutation mutation, Path root, long seeds) throws Exception {
        Mutant mutant = Mutant.of(mutation, root);
        for (String scenario : Scenarios.names()) {
            String found = mutant.play(scenario);
            if (found != null) {
                System.out.println("  " + scenario + ": " + found);
            }
        }
        for (long seed = 1; seed <= seeds; seed++) {
            String found = mutant.live(seed);
            if (found != null) {
                System.out.println("  seed " + seed + ": " + found);
            }
        }
    }
}
