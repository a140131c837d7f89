package io.paddock.server.tree;

import io.paddock.common.Acl;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The exact image of a {@link Tree} at the moment of {@link Tree#capture()}. Immutable: any thread may read it, without
 * the gate, while the tree goes on changing. Whoever took it closes it; until then each change of the tree costs a copy
 * of the chunk it touches, once per chunk.
 */
public final class TreeCapture implements AutoCloseable {

    private final Generations.Image image;
    private final Znodes znodes;
    private final AclTable.Frozen acls;
    private final long[] sessionIds;
    private final int[] sessionTimeouts;
    private final int size;
    private final long zxid;
    private final long digest;

    /** Takes the image in time that depends on the number of chunks, sessions and ACL lists only. */
    TreeCapture(
            Generations.Image image,
            Znodes znodes,
            AclTable.Frozen acls,
            Map<Long, Integer> sessions,
            int size,
            long zxid,
            long digest) {
        this.image = image;
        this.znodes = znodes;
        this.acls = acls;
        this.size = size;
        this.zxid = zxid;
        this.digest = digest;
        sessionIds = new long[sessions.size()];
        sessionTimeouts = new int[sessions.size()];
        int i = 0;
        for (Map.Entry<Long, Integer> session : sessions.entrySet()) {
            sessionIds[i] = session.getKey();
            sessionTimeouts[i++] = session.getValue();
        }
    }

    /** Last zxid of the tree. */
    public long zxid() {
        return zxid;
    }

    public long digest() {
        return digest;
    }

    /** Number of znodes, the root included. */
    public int size() {
        return size;
    }

    /** Session id to timeout in ms, in order of creation. */
    public Map<Long, Integer> sessions() {
        Map<Long, Integer> sessions = new LinkedHashMap<>();
        for (int i = 0; i < sessionIds.length; i++) {
            sessions.put(sessionIds[i], sessionTimeouts[i]);
        }
        return Collections.unmodifiableMap(sessions);
    }

    /** The ACL table, by ascending id. The open list of id -1 is not in it. */
    public Map<Long, List<Acl>> acls() {
        return Collections.unmodifiableMap(acls.toMap());
    }

    /** Shows every znode to the visitor, in pre-order; siblings in order of creation. */
    public void forEach(NodeVisitor visitor) {
        byte[] path = new byte[256];
        int length = 0;
        int n = Znodes.ROOT;
        show(n, path, length, visitor);
        while (true) {
            int next = znodes.firstChild(n);
            while (next == Znodes.NONE && n != Znodes.ROOT) {
                length -= 1 + Znode.nameLength(znodes.packed(n));
                next = znodes.nextSibling(n);
                n = znodes.parent(n);
            }
            if (next == Znodes.NONE) {
                return;
            }
            n = next;
            byte[] packed = znodes.packed(n);
            int nameLength = Znode.nameLength(packed);
            if (path.length < length + 1 + nameLength) {
                path = Arrays.copyOf(path, 2 * (length + 1 + nameLength));
            }
            path[length] = '/';
            System.arraycopy(packed, Znode.nameFrom(packed), path, length + 1, nameLength);
            length += 1 + nameLength;
            show(n, path, length, visitor);
        }
    }

    private void show(int n, byte[] path, int length, NodeVisitor visitor) {
        byte[] packed = znodes.packed(n);
        int dataLength = Znode.hasData(packed) ? Znode.dataLength(packed) : -1;
        visitor.node(
                path, length, packed, Znode.dataFrom(packed), dataLength, Znode.aclId(packed), znodes.persisted(n));
    }

    /** Called by the reader when it is done: the tree need not keep the image any more. May be called again. */
    @Override
    public void close() {
        image.close();
    }
}
