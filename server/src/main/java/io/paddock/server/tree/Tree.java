package io.paddock.server.tree;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.wire.WireOutput;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * The state that the peers replicate: znodes, global sessions, last zxid; with everything that follows from it kept up
 * to date: digest, ephemerals of each session, containers, TTL nodes, quota usage, data size.
 *
 * <p>Znodes are addressed by number. A number stays with its znode until that is deleted, and is given to another one
 * later. The methods that change decide nothing: whoever calls them has checked that the change is right.
 *
 * <p>Owned by the replica thread, which alone changes it. Others may call the methods that only read, while they hold
 * the gate.
 */
public final class Tree {

    /** The answer of {@link #find} for a znode that is not there. */
    public static final int NONE = -1;

    /** A tree with its initial contents (storage, section 6). */
    public Tree(long hashSeed) {
        throw new UnsupportedOperationException();
    }

    /** A bare root, to be filled by {@link #restore}. */
    public static Tree empty(long hashSeed) {
        throw new UnsupportedOperationException();
    }

    // Reading.

    /** The number of the znode with that path, or {@link #NONE}. The empty path and {@code "/"} name the root. */
    public int find(Path path) {
        throw new UnsupportedOperationException();
    }

    public long czxid(int n) {
        throw new UnsupportedOperationException();
    }

    public long mzxid(int n) {
        throw new UnsupportedOperationException();
    }

    public long pzxid(int n) {
        throw new UnsupportedOperationException();
    }

    /** Ms since 1970. */
    public long ctime(int n) {
        throw new UnsupportedOperationException();
    }

    /** Ms since 1970. */
    public long mtime(int n) {
        throw new UnsupportedOperationException();
    }

    public int version(int n) {
        throw new UnsupportedOperationException();
    }

    /** As persisted: the number of children ever created. */
    public int cversion(int n) {
        throw new UnsupportedOperationException();
    }

    public int aversion(int n) {
        throw new UnsupportedOperationException();
    }

    public int childCount(int n) {
        throw new UnsupportedOperationException();
    }

    /** Bytes; 0 for null. */
    public int dataLength(int n) {
        throw new UnsupportedOperationException();
    }

    /** As persisted: with the marks of containers and TTL nodes, see {@link EphemeralOwner}. */
    public long owner(int n) {
        throw new UnsupportedOperationException();
    }

    /** CRC of path and data, see {@link NodeDigest}; 0 for a znode that does not count in the digest. */
    public int prefixCrc(int n) {
        throw new UnsupportedOperationException();
    }

    /** Never null. Lists of equal content are the same object. */
    public List<Acl> acl(int n) {
        throw new UnsupportedOperationException();
    }

    /** A copy; null if the data is null. */
    public byte[] data(int n) {
        throw new UnsupportedOperationException();
    }

    /** As clients see it. */
    public Stat stat(int n) {
        throw new UnsupportedOperationException();
    }

    public StatPersisted persisted(int n) {
        throw new UnsupportedOperationException();
    }

    /** Writes what {@link #stat} returns. */
    public void writeStat(int n, WireOutput out) {
        throw new UnsupportedOperationException();
    }

    /** Writes the data as a buffer, with its length; -1 for null. */
    public void writeData(int n, WireOutput out) {
        throw new UnsupportedOperationException();
    }

    /** Writes the names of the children as a vector of strings, in order of creation. */
    public void writeChildren(int n, WireOutput out) {
        throw new UnsupportedOperationException();
    }

    /** Calls with the number of each child, in order of creation. The tree must not change meanwhile. */
    public void forEachChild(int n, IntConsumer child) {
        throw new UnsupportedOperationException();
    }

    public Path path(int n) {
        throw new UnsupportedOperationException();
    }

    /** Number of znodes below this one, at any depth. Takes time in proportion. */
    public int descendants(int n) {
        throw new UnsupportedOperationException();
    }

    /** Number of znodes, the root included. */
    public int size() {
        throw new UnsupportedOperationException();
    }

    // Changing znodes.

    /**
     * Creates a znode whose parent exists and that does not exist itself, and returns its number.
     *
     * @param data may be null
     * @param acl null or the object {@link Acl#OPEN} for the open list without an entry in the ACL table
     * @param owner session, mark of a container or TTL node, or 0
     * @param parentCVersion as in {@link #raiseParent}
     */
    public int create(Path path, byte[] data, List<Acl> acl, long owner, int parentCVersion, long zxid, long timeMs) {
        throw new UnsupportedOperationException();
    }

    /**
     * The effect of a creation on the parent (storage, section 5.5): its cversion becomes {@code parentCVersion} and its
     * pzxid {@code zxid}, but only if that raises the cversion; -1 means one more than now. For replaying the creation
     * of a znode that is there already.
     */
    public void raiseParent(int parent, int parentCVersion, long zxid) {
        throw new UnsupportedOperationException();
    }

    /** Deletes a znode without children; raises the pzxid of its parent to {@code zxid} if that is greater. */
    public void delete(int n, long zxid) {
        throw new UnsupportedOperationException();
    }

    /** The effect on the parent, if it exists, of replaying the deletion of a znode that is gone already. */
    public void touchParentOfMissing(Path path, long zxid) {
        throw new UnsupportedOperationException();
    }

    /** The data may be null. */
    public void setData(int n, byte[] data, int version, long zxid, long timeMs) {
        throw new UnsupportedOperationException();
    }

    /** The list as in {@link #create}. */
    public void setAcl(int n, List<Acl> acl, int aversion) {
        throw new UnsupportedOperationException();
    }

    // Loading.

    /**
     * Adds a znode as a snapshot holds it, behind its parent; the root replaces the bare one. The list as in {@link
     * #create}: a list with an id in the snapshot's table is given as decoded, for id -1 give {@link Acl#OPEN}.
     *
     * @throws IllegalArgumentException if the parent is missing or the znode is there already
     */
    public void restore(Path path, byte[] data, List<Acl> acl, StatPersisted stat) {
        throw new UnsupportedOperationException();
    }

    /** Ends a load: counts the usage of every quota. Changes may be made before it, but quotas count only from here. */
    public void restored() {
        throw new UnsupportedOperationException();
    }

    // Sessions and what they own.

    /** Adds a session or changes its timeout. */
    public void addSession(long id, int timeoutMs) {
        throw new UnsupportedOperationException();
    }

    /** Forgets a session. Its ephemerals stay: the caller deletes them. */
    public void removeSession(long id) {
        throw new UnsupportedOperationException();
    }

    /** Id to timeout in ms, in order of creation: an unmodifiable view. */
    public Map<Long, Integer> sessions() {
        throw new UnsupportedOperationException();
    }

    /** The ephemerals of a session, in order of creation: a copy. */
    public Collection<Path> ephemeralsOf(long sessionId) {
        throw new UnsupportedOperationException();
    }

    /** The sessions that own ephemerals, in the table or not: a copy. */
    public Set<Long> ephemeralOwners() {
        throw new UnsupportedOperationException();
    }

    public int ephemeralCount() {
        throw new UnsupportedOperationException();
    }

    /** In order of creation: a copy. */
    public Collection<Path> containers() {
        throw new UnsupportedOperationException();
    }

    /** In order of creation: a copy. */
    public Collection<Path> ttlNodes() {
        throw new UnsupportedOperationException();
    }

    // The whole.

    /** The deepest quota that governs this path, whether or not a znode is there; null if none does. */
    public Quota quotaOf(Path path) {
        throw new UnsupportedOperationException();
    }

    /** The last transaction that was applied completely. */
    public long lastZxid() {
        throw new UnsupportedOperationException();
    }

    public void lastZxid(long zxid) {
        throw new UnsupportedOperationException();
    }

    /** Sum of the digests of all znodes, modulo 2^64. */
    public long digest() {
        throw new UnsupportedOperationException();
    }

    /** Sum of the lengths of all paths and data, in bytes. */
    public long dataSize() {
        throw new UnsupportedOperationException();
    }

    /** The tree as it is now, readable on any thread while it goes on changing. */
    public TreeCapture capture() {
        throw new UnsupportedOperationException();
    }
}
