package io.paddock.testsupport.history;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The data as the specification describes it, as far as the calls go: the model that a history is compared with. Immutable:
 * a call gives another one. Deliberately naive.
 */
final class Znodes {

    /**
     * @param owner session of an ephemeral; 0 for none
     * @param creations children that were ever created: the number of the next one
     * @param unnamed children whose names nobody uses in this history
     */
    private record Znode(String value, int version, long owner, int creations, int unnamed) {}

    /** What a call gives. */
    record Step(Znodes after, Result result) {}

    static final String ROOT = "/";

    private final TreeMap<String, Znode> nodes;
    /** Paths that are named by some call: of sequential znodes only these are kept. */
    private final Set<String> named;

    private Znodes(TreeMap<String, Znode> nodes, Set<String> named) {
        this.nodes = nodes;
        this.named = named;
    }

    static Znodes empty(Set<String> named) {
        TreeMap<String, Znode> nodes = new TreeMap<>();
        nodes.put(ROOT, new Znode("", 0, 0, 0, 0));
        return new Znodes(nodes, named);
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? ROOT : path.substring(0, slash);
    }

    Step apply(long session, Call call) {
        if (call instanceof Call.Get get) {
            Znode node = nodes.get(get.path());
            return stay(node == null ? Result.failed(Result.NO_NODE) : Result.read(node.value, node.version));
        } else if (call instanceof Call.Create create) {
            return create(session, create);
        } else if (call instanceof Call.SetData set) {
            return setData(set);
        } else if (call instanceof Call.Delete delete) {
            return delete(delete);
        } else if (call instanceof Call.Multi multi) {
            return multi(session, multi);
        }
        return endSession(session);
    }

    private Step stay(Result result) {
        return new Step(this, result);
    }

    private Step create(long session, Call.Create create) {
        String parent = parent(create.path());
        Znode above = nodes.get(parent);
        if (above == null) {
            return stay(Result.failed(Result.NO_NODE));
        }
        String path = create.sequential() ? create.path() + "%010d".formatted(above.creations) : create.path();
        if (nodes.containsKey(path)) {
            return stay(Result.failed(Result.NODE_EXISTS));
        }
        boolean kept = !create.sequential() || create.ephemeral() || named.contains(path);
        TreeMap<String, Znode> after = new TreeMap<>(nodes);
        if (!parent.equals(ROOT)) {
            after.put(
                    parent,
                    new Znode(
                            above.value,
                            above.version,
                            above.owner,
                            above.creations + 1,
                            above.unnamed + (kept ? 0 : 1)));
        }
        if (kept) {
            after.put(path, new Znode(create.value(), 0, create.ephemeral() ? session : 0, 0, 0));
        }
        return new Step(new Znodes(after, named), Result.created(path));
    }

    private Step setData(Call.SetData set) {
        Znode node = nodes.get(set.path());
        if (node == null) {
            return stay(Result.failed(Result.NO_NODE));
        }
        if (set.version() != -1 && set.version() != node.version) {
            return stay(Result.failed(Result.BAD_VERSION));
        }
        TreeMap<String, Znode> after = new TreeMap<>(nodes);
        after.put(set.path(), new Znode(set.value(), node.version + 1, node.owner, node.creations, node.unnamed));
        return new Step(new Znodes(after, named), Result.written(node.version + 1));
    }

    private Step delete(Call.Delete delete) {
        Znode node = nodes.get(delete.path());
        if (node == null) {
            return stay(Result.failed(Result.NO_NODE));
        }
        if (delete.version() != -1 && delete.version() != node.version) {
            return stay(Result.failed(Result.BAD_VERSION));
        }
        String child = nodes.higherKey(delete.path() + "/");
        if (node.unnamed > 0 || child != null && child.startsWith(delete.path() + "/")) {
            return stay(Result.failed(Result.NOT_EMPTY));
        }
        TreeMap<String, Znode> after = new TreeMap<>(nodes);
        after.remove(delete.path());
        return new Step(new Znodes(after, named), Result.done());
    }

    /** The error of a multi is that of its first part that fails. */
    private Step multi(long session, Call.Multi multi) {
        Znodes now = this;
        for (Call part : multi.parts()) {
            Step step = now.apply(session, part);
            if (step.result.err() != 0) {
                return stay(Result.failed(step.result.err()));
            }
            now = step.after;
        }
        return new Step(now, Result.done());
    }

    private Step endSession(long session) {
        TreeMap<String, Znode> after = new TreeMap<>(nodes);
        for (Iterator<Map.Entry<String, Znode>> each = after.entrySet().iterator(); each.hasNext(); ) {
            if (each.next().getValue().owner == session) {
                each.remove();
            }
        }
        return after.size() == nodes.size() ? stay(Result.done()) : new Step(new Znodes(after, named), Result.done());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Znodes that && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode() {
        return nodes.hashCode();
    }

    @Override
    public String toString() {
        return nodes.toString();
    }
}
