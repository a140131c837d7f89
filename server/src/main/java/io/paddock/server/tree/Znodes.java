package io.paddock.server.tree;

import java.util.Arrays;

/**
 * The znodes and how they hang together. A znode has a packed form, its parent, its place among its siblings, and the CRC
 * of its path and data; one that ever had a child also has a family: first child, number of children, cversion, pzxid.
 * Siblings form a list in order of creation whose first member points back to the last.
 *
 * <p>Knows no rule: it neither raises versions nor keeps sums. Owned by the replica thread; a {@link #frozen} one is
 * immutable.
 */
final class Znodes {

    static final int ROOT = 0;
    static final int NONE = -1;

    // Columns of a znode.
    private static final int PARENT = 0;
    private static final int NEXT = 1;
    private static final int PREVIOUS = 2;
    private static final int FAMILY = 3;
    private static final int CRC = 4;

    // Columns of a family.
    private static final int FIRST = 0;
    private static final int COUNT = 1;
    private static final int CVERSION = 2;
    private static final int PZXID_HIGH = 3;
    private static final int PZXID_LOW = 4;

    private final Slabs nodes;
    private final Slabs families;

    Znodes(Generations generations) {
        this(new Slabs(generations, true), new Slabs(generations, false));
    }

    private Znodes(Slabs nodes, Slabs families) {
        this.nodes = nodes;
        this.families = families;
    }

    Znodes frozen() {
        return new Znodes(nodes.frozen(), families.frozen());
    }

    // Reading.

    byte[] packed(int n) {
        return nodes.blob(n);
    }

    int prefixCrc(int n) {
        return nodes.get(n, CRC);
    }

    int parent(int n) {
        return nodes.get(n, PARENT);
    }

    int firstChild(int n) {
        int family = nodes.get(n, FAMILY);
        return family == NONE ? NONE : families.get(family, FIRST);
    }

    int nextSibling(int n) {
        return nodes.get(n, NEXT);
    }

    int childCount(int n) {
        int family = nodes.get(n, FAMILY);
        return family == NONE ? 0 : families.get(family, COUNT);
    }

    int cversion(int n) {
        int family = nodes.get(n, FAMILY);
        return family == NONE ? 0 : families.get(family, CVERSION);
    }

    long pzxid(int n) {
        int family = nodes.get(n, FAMILY);
        return family == NONE
                ? Znode.czxid(packed(n))
                : (long) families.get(family, PZXID_HIGH) << 32 | families.get(family, PZXID_LOW) & 0xFFFFFFFFL;
    }

    StatPersisted persisted(int n) {
        byte[] packed = packed(n);
        return new StatPersisted(
                Znode.czxid(packed),
                Znode.mzxid(packed),
                Znode.ctime(packed),
                Znode.mtime(packed),
                Znode.version(packed),
                cversion(n),
                Znode.aversion(packed),
                Znode.owner(packed),
                pzxid(n));
    }

    long digest(int n) {
        byte[] packed = packed(n);
        if (Znode.isLeftOut(packed)) {
            return 0;
        }
        return NodeDigest.of(
                prefixCrc(n),
                Znode.czxid(packed),
                Znode.mzxid(packed),
                pzxid(n),
                Znode.ctime(packed),
                Znode.mtime(packed),
                Znode.version(packed),
                cversion(n),
                Znode.aversion(packed),
                Znode.owner(packed));
    }

    /** True if the path is that of this znode. Compares from the end, since there paths differ. */
    boolean hasPath(int n, byte[] path, int length) {
        int end = length;
        for (int at = n; at != ROOT; at = parent(at)) {
            byte[] packed = packed(at);
            int nameFrom = Znode.nameFrom(packed);
            int nameLength = Znode.nameLength(packed);
            int from = end - nameLength;
            if (from < 1
                    || path[from - 1] != '/'
                    || !Arrays.equals(path, from, end, packed, nameFrom, nameFrom + nameLength)) {
                return false;
            }
            end = from - 1;
        }
        return end == 0;
    }

    /** True if both have the same parent and the same name: if both have the same path. */
    boolean areTwins(int n, int m) {
        byte[] one = packed(n);
        byte[] other = packed(m);
        int from = Znode.nameFrom(one);
        int otherFrom = Znode.nameFrom(other);
        return parent(n) == parent(m)
                && Arrays.equals(
                        one, from, from + Znode.nameLength(one), other, otherFrom, otherFrom + Znode.nameLength(other));
    }

    /** In bytes; 0 for the root. */
    int pathLength(int n) {
        int length = 0;
        for (int at = n; at != ROOT; at = parent(at)) {
            length += 1 + Znode.nameLength(packed(at));
        }
        return length;
    }

    /** Writes the path of that length to the front of the buffer. */
    void writePath(int n, int length, byte[] buffer) {
        int end = length;
        for (int at = n; at != ROOT; at = parent(at)) {
            byte[] packed = packed(at);
            int nameLength = Znode.nameLength(packed);
            end -= nameLength;
            System.arraycopy(packed, Znode.nameFrom(packed), buffer, end, nameLength);
            buffer[--end] = '/';
        }
    }

    /**
     * The znode that follows in pre-order within the subtree of {@code top}, or {@link #NONE} behind the last one.
     *
     * @param skipChildren true to pass over the children of {@code n}
     */
    int nextInSubtree(int n, int top, boolean skipChildren) {
        int child = skipChildren ? NONE : firstChild(n);
        if (child != NONE) {
            return child;
        }
        int at = n;
        while (at != top) {
            int sibling = nextSibling(at);
            if (sibling != NONE) {
                return sibling;
            }
            at = parent(at);
        }
        return NONE;
    }

    // Changing.

    /** Adds a znode; the root, which comes first, is its own parent. */
    int add(int parent, byte[] packed, int prefixCrc) {
        int n = nodes.allocate();
        nodes.set(n, PARENT, parent);
        nodes.set(n, NEXT, NONE);
        nodes.set(n, PREVIOUS, n);
        nodes.set(n, FAMILY, NONE);
        nodes.set(n, CRC, prefixCrc);
        nodes.blob(n, packed);
        if (n != ROOT) {
            link(parent, n);
        }
        return n;
    }

    /** Removes a znode without children, not the root. */
    void remove(int n) {
        unlink(n);
        int family = nodes.get(n, FAMILY);
        if (family != NONE) {
            families.free(family);
        }
        nodes.free(n);
    }

    void replace(int n, byte[] packed) {
        nodes.blob(n, packed);
    }

    void replace(int n, byte[] packed, int prefixCrc) {
        nodes.blob(n, packed);
        nodes.set(n, CRC, prefixCrc);
    }

    void cversion(int n, int cversion) {
        families.set(family(n), CVERSION, cversion);
    }

    void pzxid(int n, long pzxid) {
        int family = family(n);
        families.set(family, PZXID_HIGH, (int) (pzxid >>> 32));
        families.set(family, PZXID_LOW, (int) pzxid);
    }

    private int family(int n) {
        int family = nodes.get(n, FAMILY);
        if (family == NONE) {
            long czxid = Znode.czxid(packed(n));
            family = families.allocate();
            families.set(family, FIRST, NONE);
            families.set(family, COUNT, 0);
            families.set(family, CVERSION, 0);
            families.set(family, PZXID_HIGH, (int) (czxid >>> 32));
            families.set(family, PZXID_LOW, (int) czxid);
            nodes.set(n, FAMILY, family);
        }
        return family;
    }

    private void link(int parent, int n) {
        int family = family(parent);
        int first = families.get(family, FIRST);
        if (first == NONE) {
            families.set(family, FIRST, n);
        } else {
            int last = nodes.get(first, PREVIOUS);
            nodes.set(last, NEXT, n);
            nodes.set(n, PREVIOUS, last);
            nodes.set(first, PREVIOUS, n);
        }
        families.set(family, COUNT, families.get(family, COUNT) + 1);
    }

    private void unlink(int n) {
        int family = nodes.get(parent(n), FAMILY);
        int first = families.get(family, FIRST);
        int next = nodes.get(n, NEXT);
        int previous = nodes.get(n, PREVIOUS);
        if (n == first) {
            families.set(family, FIRST, next);
        } else {
            nodes.set(previous, NEXT, next);
        }
        if (next != NONE) {
            nodes.set(next, PREVIOUS, previous);
        } else if (n != first) {
            nodes.set(first, PREVIOUS, previous);
        }
        families.set(family, COUNT, families.get(family, COUNT) - 1);
    }
}
