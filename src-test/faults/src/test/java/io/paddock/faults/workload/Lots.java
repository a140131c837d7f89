package io.paddock.faults.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws a writer's next request: mostly sensible ones for what its branch holds, some that must fail. */
final class Lots {

    private static final int NODES_MAX = 150;
    private static final int EPHEMERAL = 1;
    private static final int SEQUENTIAL = 2;

    private final SplittableRandom random;

    Lots(SplittableRandom random) {
        this.random = random;
    }

    int window() {
        return 1 << random.nextInt(6);
    }

    Write next(Branch branch) {
        if (branch.nodes.isEmpty()) {
            return new Write.Create(branch.root, data(), 0);
        }
        int lot = random.nextInt(400);
        if (lot == 0) {
            return new Write.CloseSession();
        }
        if (lot < 60) {
            return multi(branch);
        }
        return single(branch);
    }

    private Write single(Branch branch) {
        boolean crowded = branch.nodes.size() > NODES_MAX;
        int lot = random.nextInt(100);
        if (lot < (crowded ? 60 : 20)) {
            return new Write.Delete(anyButTheRoot(branch), version(branch));
        }
        if (lot < 60) {
            String path = any(branch);
            int known = branch.nodes.containsKey(path) ? branch.nodes.get(path).version : 0;
            return new Write.SetData(path, data(), random.nextInt(10) == 0 ? version(branch) : known);
        }
        return new Write.Create(any(branch) + "/" + name(), data(), flags());
    }

    private Write multi(Branch branch) {
        List<Write> parts = new ArrayList<>();
        if (random.nextBoolean()) {
            parts.add(new Write.Check(any(branch), random.nextInt(8) == 0 ? version(branch) : -1));
        }
        // A node that lives only within the multi, and ordinary requests around it.
        String brief = branch.root + "/brief";
        parts.add(new Write.Create(brief, data(), 0));
        for (int i = random.nextInt(4); i > 0; i--) {
            Write part = single(branch);
            if (!(part instanceof Write.Delete) || random.nextInt(3) == 0) {
                parts.add(part);
            }
        }
        parts.add(new Write.SetData(brief, data(), 0));
        parts.add(new Write.Delete(brief, 1));
        return new Write.Multi(parts);
    }

    private int flags() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> SEQUENTIAL;
            case 2 -> EPHEMERAL;
            case 3 -> EPHEMERAL | SEQUENTIAL;
            default -> 0;
        };
    }

    /** -1 is any version. */
    private int version(Branch branch) {
        return random.nextInt(10) == 0 ? random.nextInt(50) : -1;
    }

    private String any(Branch branch) {
        if (random.nextInt(4) == 0) {
            return branch.root;
        }
        String from = branch.nodes.ceilingKey(branch.root + "/" + name());
        return from == null ? branch.root : from;
    }

    private String anyButTheRoot(Branch branch) {
        String path = any(branch);
        return path.equals(branch.root) ? branch.root + "/" + name() : path;
    }

    private String name() {
        return Character.toString('a' + random.nextInt(26)) + random.nextInt(8);
    }

    private byte[] data() {
        int lot = random.nextInt(100);
        byte[] data = new byte[lot == 0 ? 10_000 + random.nextInt(60_000) : lot < 10 ? 0 : random.nextInt(200)];
        random.nextBytes(data);
        return data;
    }
}
