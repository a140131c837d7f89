package io.paddock.server.tree;

import io.paddock.common.Acl;
import java.util.List;
import java.util.Map;

/**
 * The exact image of a {@link Tree} at the moment of {@link Tree#capture()}. Immutable: any thread may read it, without
 * the gate, while the tree goes on changing. Whoever took it closes it; until then each change of the tree costs a copy
 * of the chunk it touches, once per chunk.
 */
public final class TreeCapture implements AutoCloseable {

    TreeCapture() {}

    /** Last zxid of the tree. */
    public long zxid() {
        throw new UnsupportedOperationException();
    }

    public long digest() {
        throw new UnsupportedOperationException();
    }

    /** Number of znodes, the root included. */
    public int size() {
        throw new UnsupportedOperationException();
    }

    /** Session id to timeout in ms, in order of creation. */
    public Map<Long, Integer> sessions() {
        throw new UnsupportedOperationException();
    }

    /** The ACL table, by ascending id. The open list of id -1 is not in it. */
    public Map<Long, List<Acl>> acls() {
        throw new UnsupportedOperationException();
    }

    /** Shows every znode to the visitor, in pre-order; siblings in order of creation. */
    public void forEach(NodeVisitor visitor) {
        throw new UnsupportedOperationException();
    }

    /** Called by the reader when it is done: the tree need not keep the image any more. May be called again. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
