package io.paddock.server.tree;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Fills a tree with the znodes of a snapshot, a million in less than a second: from the bytes of the file straight into
 * the packed form, without an object in between.
 *
 * <ol>
 *   <li>A snapshot shows the tree in pre-order, so most znodes are siblings of the one before: its parent is kept.
 *   <li>Where a path belongs in the index is a random place in a large table. Znodes wait for the index in a batch, so
 *       that the processor fetches many of those places at a time instead of waiting for each.
 *   <li>What is rare goes the plain way, {@link Tree#restore}: the root, and what lies below {@code /zookeeper/}, where
 *       quotas are.
 * </ol>
 *
 * <p>Used by one thread, once; nobody else has the tree until it is {@linkplain #end complete}.
 */
public final class TreeLoader {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int BATCH = 64;

    private final Tree tree;
    private final Znodes znodes;
    private final PathIndex index;
    private final long nameZxid;
    private final Znode znode = new Znode();
    private final CRC32 crc = new CRC32();

    /** The parent of the znode before, under its path. */
    private byte[] parentPath = new byte[128];

    private int parentLength = -1;
    private int parent;

    /** Znodes that are in the tree and not yet in the index, with the hashes of their paths. */
    private final int[] waiting = new int[BATCH];

    private final long[] hashes = new long[BATCH];
    private int waitingCount;

    private long newerNodes;
    private long newestTimeMs;
    private boolean hasRoot;

    /**
     * @param tree as {@link Tree#empty} makes it
     * @param nameZxid of the snapshot
     */
    public TreeLoader(Tree tree, long nameZxid) {
        this.tree = tree;
        this.znodes = tree.znodes();
        this.index = tree.index();
        this.nameZxid = nameZxid;
    }

    /** As {@link Tree#addSession}. */
    public void session(long id, int timeoutMs) {
        tree.addSession(id, timeoutMs);
    }

    /**
     * Adds a znode, given as ranges of an array that is valid for the call.
     *
     * @param dataLength -1 if the data is null
     * @param acl as in {@link Tree#restore}
     * @param stat where the encoded {@link StatPersisted} starts
     * @throws IllegalArgumentException if the parent is missing, or this znode or one before it is there twice; the tree is
     *     useless then
     */
    public void node(byte[] in, int path, int pathLength, int data, int dataLength, List<Acl> acl, int stat) {
        long czxid = (long) LONG.get(in, stat + StatPersisted.CZXID);
        long mzxid = (long) LONG.get(in, stat + StatPersisted.MZXID);
        long pzxid = (long) LONG.get(in, stat + StatPersisted.PZXID);
        if (czxid > nameZxid || mzxid > nameZxid || pzxid > nameZxid) {
            newerNodes++;
        }
        int slash = lastSlash(in, path, pathLength);
        if (slash < 0 || slash == pathLength - 1 || NodeDigest.isLeftOut(in, path, pathLength)) {
            restore(in, path, pathLength, data, dataLength, acl, stat);
            return;
        }
        if (slash != parentLength || !Arrays.equals(in, path, path + slash, parentPath, 0, slash)) {
            findParent(in, path, pathLength, slash);
        }
        crc.reset();
        crc.update(in, path, pathLength);
        if (dataLength > 0) {
            crc.update(in, data, dataLength);
        }
        int prefixCrc = (int) crc.getValue();
        int cversion = (int) INT.get(in, stat + StatPersisted.CVERSION);
        znode.name(in, path + slash + 1, pathLength - slash - 1);
        znode.dataIn = dataLength < 0 ? null : in;
        znode.dataFrom = data;
        znode.dataLength = Math.max(0, dataLength);
        znode.aclId = tree.acls().acquire(acl);
        znode.owner = (long) LONG.get(in, stat + StatPersisted.OWNER);
        znode.czxid = czxid;
        znode.mzxid = mzxid;
        znode.ctime = (long) LONG.get(in, stat + StatPersisted.CTIME);
        znode.mtime = (long) LONG.get(in, stat + StatPersisted.MTIME);
        newestTimeMs = Math.max(newestTimeMs, znode.mtime);
        znode.version = (int) INT.get(in, stat + StatPersisted.VERSION);
        znode.aversion = (int) INT.get(in, stat + StatPersisted.AVERSION);
        int n = znodes.add(parent, znode.pack(), prefixCrc);
        if (cversion != 0 || pzxid != czxid) {
            znodes.cversion(n, cversion);
            znodes.pzxid(n, pzxid);
        }
        long digest = NodeDigest.of(
                prefixCrc,
                czxid,
                mzxid,
                pzxid,
                znode.ctime,
                znode.mtime,
                znode.version,
                cversion,
                znode.aversion,
                znode.owner);
        tree.onLoaded(n, znode.owner, digest, pathLength + znode.dataLength);
        hashes[waitingCount] = index.hash(in, path, pathLength);
        waiting[waitingCount++] = n;
        if (waitingCount == BATCH) {
            fillIndex();
        }
    }

    /** Call it behind the last znode. Throws what {@link #node} throws, also if there was no root. */
    public void end() {
        fillIndex();
        if (!hasRoot) {
            throw new IllegalArgumentException("the root is missing");
        }
        tree.onLoaded(newestTimeMs);
    }

    /** How many znodes show transactions after the zxid of the snapshot's name: if any, it is fuzzy. */
    public long newerNodes() {
        return newerNodes;
    }

    private void restore(byte[] in, int path, int pathLength, int data, int dataLength, List<Acl> acl, int stat) {
        fillIndex();
        Path restored = Path.ofUtf8(Arrays.copyOfRange(in, path, path + pathLength));
        if (restored.isRoot() && hasRoot) {
            throw new IllegalArgumentException("the root is there twice");
        }
        hasRoot |= restored.isRoot();
        tree.restore(
                restored,
                dataLength < 0 ? null : Arrays.copyOfRange(in, data, data + dataLength),
                acl,
                StatPersisted.read(new WireInput(in, stat, stat + StatPersisted.BYTES)));
    }

    private void findParent(byte[] in, int path, int pathLength, int slash) {
        fillIndex(); // It may be among those that wait.
        parentLength = -1;
        if (parentPath.length < slash) {
            parentPath = new byte[slash + slash / 4];
        }
        System.arraycopy(in, path, parentPath, 0, slash);
        parent = slash == 0 ? Znodes.ROOT : index.find(index.hash(parentPath, 0, slash), parentPath, slash);
        if (parent == Znodes.NONE) {
            throw new IllegalArgumentException(
                    "the parent of " + Path.ofUtf8(Arrays.copyOfRange(in, path, path + pathLength)) + " is missing");
        }
        parentLength = slash;
    }

    private void fillIndex() {
        index.addAll(hashes, waiting, waitingCount);
        waitingCount = 0;
    }

    private static int lastSlash(byte[] in, int path, int pathLength) {
        int i = pathLength - 1;
        while (i >= 0 && in[path + i] != '/') {
            i--;
        }
        return i;
    }
}
