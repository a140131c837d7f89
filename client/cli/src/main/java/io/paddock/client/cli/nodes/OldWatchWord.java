package io.paddock.client.cli.nodes;

import io.paddock.client.cli.command.Invocation;

/** The way of old scripts to ask for a watch: any second word behind the path (specification, cli 7). */
final class OldWatchWord {

    private OldWatchWord() {}

    /** True if a watch is wanted, by {@code -w} or the old way, which is told to be old. */
    static boolean isWatched(Invocation in, String old, String better) {
        if (in.count() > 1) {
            in.output().error(old + " has been deprecated. Please use " + better + " instead.");
        }
        return in.count() > 1 || in.has("w");
    }
}
