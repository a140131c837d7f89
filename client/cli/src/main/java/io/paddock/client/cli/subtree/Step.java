package io.paddock.client.cli.subtree;

/** A place on the way through a subtree. Immutable. */
public final class Step {

    private final Step parent;
    private final String name;
    private final boolean last;

    private Step(Step parent, String name, boolean last) {
        this.parent = parent;
        this.name = name;
        this.last = last;
    }

    static Step root(String path) {
        return new Step(null, path, true);
    }

    Step child(String childName, boolean lastOfAll) {
        return new Step(this, childName, lastOfAll);
    }

    /** The whole path. */
    public String path() {
        return parent == null ? name : join(parent.path(), name);
    }

    /** The path of a child by its name. */
    public static String join(String path, String name) {
        return path.equals("/") ? "/" + name : path + "/" + name;
    }

    /** The last component of the path; of the root of the walk, its path. */
    public String name() {
        return name;
    }

    /** Null for the root of the walk. */
    public Step parent() {
        return parent;
    }

    /** True if no sibling comes behind it. */
    public boolean isLast() {
        return last;
    }

    /** 0 for the root of the walk. */
    public int depth() {
        int depth = 0;
        for (Step at = parent; at != null; at = at.parent) {
            depth++;
        }
        return depth;
    }
}
