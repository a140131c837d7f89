package io.paddock.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A tree of some width: {@code /bench}, folders in it, and in each folder the same number of leaves.
 *
 * @param leaves how many there are in all
 * @param leavesPerFolder how many of them share a folder
 */
record Paths(int leaves, int leavesPerFolder) {

    static final String TOP = "/bench";

    int folders() {
        return (leaves + leavesPerFolder - 1) / leavesPerFolder;
    }

    String folder(int index) {
        return String.format(Locale.ROOT, "%s/service-%04d", TOP, index);
    }

    String leaf(int index) {
        return String.format(Locale.ROOT, "%s/instance-%06d", folder(index / leavesPerFolder), index);
    }

    /** Every path, parents first. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        all.add(TOP);
        for (int i = 0; i < folders(); i++) {
            all.add(folder(i));
        }
        for (int i = 0; i < leaves; i++) {
            all.add(leaf(i));
        }
        return all;
    }
}
