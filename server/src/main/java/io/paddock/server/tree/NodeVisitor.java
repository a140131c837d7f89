package io.paddock.server.tree;

/** Is shown every znode of a {@link TreeCapture}, parents before their children. */
public interface NodeVisitor {

    /**
     * One znode. The arrays are the capture's own: valid for the call, not to be changed.
     *
     * @param path holds the UTF-8 path in its first {@code pathLength} bytes; the root has length 0
     * @param data holds the data in {@code dataLength} bytes from {@code dataFrom}
     * @param dataLength -1 if the data is null
     * @param aclId key in {@link TreeCapture#acls()}, or -1 for the open list
     */
    void node(byte[] path, int pathLength, byte[] data, int dataFrom, int dataLength, long aclId, StatPersisted stat);
}
