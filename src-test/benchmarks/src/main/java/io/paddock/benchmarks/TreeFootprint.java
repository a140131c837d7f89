package io.paddock.benchmarks;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.server.tree.Tree;
import java.util.List;
import java.util.Locale;

/** Prints what a znode with 100 bytes of data weighs in the tree, its data included: bytes of live heap. */
public final class TreeFootprint {

    private static final int DATA_BYTES = 100;
    private static final int AIM_BYTES = 220;

    private TreeFootprint() {}

    /** @param args the number of znodes, 1,000,000 by default */
    public static void main(String[] args) {
        int znodes = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        List<String> paths = new Paths(znodes, 1000).all();
        long before = liveBytes();
        Tree tree = new Tree(0);
        long zxid = 0;
        for (String path : paths) {
            tree.create(Path.of(path), new byte[DATA_BYTES], Acl.OPEN, 0, -1, ++zxid, zxid);
        }
        double perZnode = (double) (liveBytes() - before) / tree.size();
        System.out.printf(
                Locale.ROOT, "%,d znodes: %.1f bytes each (aim: at most %d)%n", tree.size(), perZnode, AIM_BYTES);
    }

    private static long liveBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
