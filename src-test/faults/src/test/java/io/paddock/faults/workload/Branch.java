package io.paddock.faults.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a writer's subtree must look like after some number of its writes: the rules of the specification once more, for
 * the few operations that are used here. Owned by its writer.
 */
final class Branch {

    /** A zxid that no reply has told yet. */
    static final long UNKNOWN = 0;

    static final int NO_NODE = -101;
    static final int BAD_VERSION = -103;
    static final int NO_CHILDREN_FOR_EPHEMERALS = -108;
    static final int NODE_EXISTS = -110;
    static final int NOT_EMPTY = -111;

    /** A znode as a client sees it; {@code created} counts the children that it ever had. */
    static final class Node {
        final long owner;
        final long czxid;
        byte[] data;
        long mzxid;
        long pzxid;
        int version;
        int created;
        int children;

        Node(byte[] data, long owner, long zxid) {
            this.data = data;
            this.owner = owner;
            this.czxid = zxid;
            this.mzxid = zxid;
            this.pzxid = zxid;
        }

        private Node(Node other) {
            owner = other.owner;
            czxid = other.czxid;
            data = other.data;
            mzxid = other.mzxid;
            pzxid = other.pzxid;
            version = other.version;
            created = other.created;
            children = other.children;
        }

        @Override
        public String toString() {
            return data.length + " B #" + Arrays.hashCode(data) + " version " + version + " created " + created
                    + " children " + children + " owner " + Long.toHexString(owner) + " c/m/pzxid "
                    + Long.toHexString(czxid) + "/" + Long.toHexString(mzxid) + "/" + Long.toHexString(pzxid);
        }
    }

    /** Why a write has no effect. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        final int err;

        Refused(int err) {
            super(null, null, false, false);
            this.err = err;
        }
    }

    final String root;
    final TreeMap<String, Node> nodes;

    Branch(String root) {
        this(root, new TreeMap<>());
    }

    private Branch(String root, TreeMap<String, Node> nodes) {
        this.root = root;
        this.nodes = nodes;
    }

    Branch copy() {
        TreeMap<String, Node> copies = new TreeMap<>();
        nodes.forEach((path, node) -> copies.put(path, new Node(node)));
        return new Branch(root, copies);
    }

    /** Gives the final path. */
    String create(String path, byte[] data, boolean sequential, long owner, long zxid) throws Refused {
        String parentPath = parentOf(path);
        Node parent = parentPath.equals("/") ? null : existing(parentPath);
        String name = sequential ? path + String.format("%010d", parent.created) : path;
        if (nodes.containsKey(name)) {
            throw new Refused(NODE_EXISTS);
        }
        if (parent != null) {
            if (parent.owner != 0) {
                throw new Refused(NO_CHILDREN_FOR_EPHEMERALS);
            }
            parent.created++;
            parent.children++;
            parent.pzxid = zxid;
        }
        nodes.put(name, new Node(data, owner, zxid));
        return name;
    }

    /** Gives the new version. */
    int setData(String path, byte[] data, int version, long zxid) throws Refused {
        Node node = existing(path);
        checkVersion(node, version);
        node.data = data;
        node.mzxid = zxid;
        return ++node.version;
    }

    void delete(String path, int version, long zxid) throws Refused {
        Node node = existing(path);
        checkVersion(node, version);
        if (node.children > 0) {
            throw new Refused(NOT_EMPTY);
        }
        remove(path, zxid);
    }

    void check(String path, int version) throws Refused {
        checkVersion(existing(path), version);
    }

    void closeSession(long session, long zxid) {
        ephemeralsOf(session).forEach(path -> remove(path, zxid));
    }

    List<String> ephemeralsOf(long session) {
        return nodes.entrySet().stream()
                .filter(entry -> entry.getValue().owner == session)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void remove(String path, long zxid) {
        nodes.remove(path);
        Node parent = nodes.get(parentOf(path));
        parent.children--;
        parent.pzxid = zxid;
    }

    private Node existing(String path) throws Refused {
        Node node = nodes.get(path);
        if (node == null) {
            throw new Refused(NO_NODE);
        }
        return node;
    }

    private static void checkVersion(Node node, int expected) throws Refused {
        if (expected != -1 && expected != node.version) {
            throw new Refused(BAD_VERSION);
        }
    }

    private static String parentOf(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }
}
