package io.paddock.server.tree;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.wire.WireOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
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

    private static final byte[] NO_DATA = {};
    private static final StatPersisted UNTOUCHED = new StatPersisted(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final Generations generations = new Generations();
    private final Znodes znodes = new Znodes(generations);
    private final PathIndex index;
    private final AclTable acls = new AclTable();
    private final Owned owned = new Owned();
    private final Quotas quotas;
    private final Map<Long, Integer> sessions = new LinkedHashMap<>();
    private int size;
    private long lastZxid;
    private long digest;
    private long dataSize;
    private long newestTimeMs;

    /** The znode that was digested last, usually the parent of what is created next; {@link #NONE} if it has changed. */
    private int digested = NONE;

    private long digestOfDigested;

    /** The znode that is being written. Not for the methods that only read. */
    private final Znode znode = new Znode();

    /** The path of the znode that is being written. */
    private byte[] scratch = new byte[128];

    /** A tree with its initial contents (storage, section 6). */
    public Tree(long hashSeed) {
        this(hashSeed, UNTOUCHED);
        restore(Path.of("/zookeeper"), NO_DATA, Acl.OPEN, UNTOUCHED);
        restore(Path.of("/zookeeper/quota"), NO_DATA, Acl.OPEN, UNTOUCHED);
        restore(Path.of("/zookeeper/config"), NO_DATA, Acl.READ_ONLY, new StatPersisted(0, 0, 0, 0, 0, 0, -1, 0, 0));
        restored();
    }

    private Tree(long hashSeed, StatPersisted rootStat) {
        index = new PathIndex(znodes, hashSeed);
        quotas = new Quotas(znodes, index, this::setText);
        load(NO_DATA, Acl.OPEN, rootStat);
        znode.name(NO_DATA, 0, 0);
        znode.leftOut = false;
        znodes.add(Znodes.ROOT, znode.pack(), prefixCrc(NO_DATA, 0));
        size = 1;
        digest = znodes.digest(Znodes.ROOT);
        dataSize = 1;
    }

    /** A bare root, to be filled by {@link #restore}. */
    public static Tree empty(long hashSeed) {
        return new Tree(hashSeed, UNTOUCHED);
    }

    // Reading.

    /** The number of the znode with that path, or {@link #NONE}. The empty path and {@code "/"} name the root. */
    public int find(Path path) {
        return path.isRoot()
                ? Znodes.ROOT
                : index.find(index.hash(path.utf8(), 0, path.length()), path.utf8(), path.length());
    }

    public long czxid(int n) {
        return Znode.czxid(znodes.packed(n));
    }

    public long mzxid(int n) {
        return Znode.mzxid(znodes.packed(n));
    }

    public long pzxid(int n) {
        return znodes.pzxid(n);
    }

    /** Ms since 1970. */
    public long ctime(int n) {
        return Znode.ctime(znodes.packed(n));
    }

    /** Ms since 1970. */
    public long mtime(int n) {
        return Znode.mtime(znodes.packed(n));
    }

    public int version(int n) {
        return Znode.version(znodes.packed(n));
    }

    /** As persisted: the number of children ever created. */
    public int cversion(int n) {
        return znodes.cversion(n);
    }

    public int aversion(int n) {
        return Znode.aversion(znodes.packed(n));
    }

    public int childCount(int n) {
        return znodes.childCount(n);
    }

    /** Bytes; 0 for null. */
    public int dataLength(int n) {
        return Znode.dataLength(znodes.packed(n));
    }

    /** As persisted: with the marks of containers and TTL nodes, see {@link EphemeralOwner}. */
    public long owner(int n) {
        return Znode.owner(znodes.packed(n));
    }

    /** CRC of path and data, see {@link NodeDigest}; 0 for a znode that does not count in the digest. */
    public int prefixCrc(int n) {
        return znodes.prefixCrc(n);
    }

    /** Never null. Lists of equal content are the same object. */
    public List<Acl> acl(int n) {
        return acls.list(Znode.aclId(znodes.packed(n)));
    }

    /** A copy; null if the data is null. */
    public byte[] data(int n) {
        byte[] packed = znodes.packed(n);
        return Znode.hasData(packed) ? Arrays.copyOfRange(packed, Znode.dataFrom(packed), packed.length) : null;
    }

    /** As clients see it. */
    public Stat stat(int n) {
        byte[] packed = znodes.packed(n);
        return new Stat(
                Znode.czxid(packed),
                Znode.mzxid(packed),
                Znode.ctime(packed),
                Znode.mtime(packed),
                Znode.version(packed),
                visibleCversion(n),
                Znode.aversion(packed),
                EphemeralOwner.visible(Znode.owner(packed)),
                Znode.dataLength(packed),
                znodes.childCount(n),
                znodes.pzxid(n));
    }

    public StatPersisted persisted(int n) {
        return znodes.persisted(n);
    }

    /** Writes what {@link #stat} returns. */
    public void writeStat(int n, WireOutput out) {
        byte[] packed = znodes.packed(n);
        out.int64(Znode.czxid(packed)).int64(Znode.mzxid(packed));
        out.int64(Znode.ctime(packed)).int64(Znode.mtime(packed));
        out.int32(Znode.version(packed)).int32(visibleCversion(n)).int32(Znode.aversion(packed));
        out.int64(EphemeralOwner.visible(Znode.owner(packed)));
        out.int32(Znode.dataLength(packed)).int32(znodes.childCount(n));
        out.int64(znodes.pzxid(n));
    }

    /** Writes the data as a buffer, with its length; -1 for null. */
    public void writeData(int n, WireOutput out) {
        byte[] packed = znodes.packed(n);
        if (Znode.hasData(packed)) {
            out.buffer(packed, Znode.dataFrom(packed), Znode.dataLength(packed));
        } else {
            out.int32(-1);
        }
    }

    /** Writes the names of the children as a vector of strings, in order of creation. */
    public void writeChildren(int n, WireOutput out) {
        out.int32(znodes.childCount(n));
        for (int child = znodes.firstChild(n); child != NONE; child = znodes.nextSibling(child)) {
            byte[] packed = znodes.packed(child);
            out.buffer(packed, Znode.nameFrom(packed), Znode.nameLength(packed));
        }
    }

    /** Calls with the number of each child, in order of creation. The tree must not change meanwhile. */
    public void forEachChild(int n, IntConsumer child) {
        for (int at = znodes.firstChild(n); at != NONE; at = znodes.nextSibling(at)) {
            child.accept(at);
        }
    }

    public Path path(int n) {
        if (n == Znodes.ROOT) {
            return Path.ROOT;
        }
        byte[] path = new byte[znodes.pathLength(n)];
        znodes.writePath(n, path.length, path);
        return Path.ofUtf8(path);
    }

    /** Number of znodes below this one, at any depth. Takes time in proportion. */
    public int descendants(int n) {
        if (n == Znodes.ROOT) {
            return size - 1;
        }
        int count = 0;
        for (int at = znodes.nextInSubtree(n, n, false); at != NONE; at = znodes.nextInSubtree(at, n, false)) {
            count++;
        }
        return count;
    }

    /** Number of znodes, the root included. */
    public int size() {
        return size;
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
        int parent = parentOf(path);
        if (parent == NONE) {
            throw new IllegalStateException("the parent of " + path + " does not exist");
        }
        return create(parent, path, data, acl, owner, parentCVersion, zxid, timeMs);
    }

    /** As {@link #create(Path, byte[], List, long, int, long, long)}, where the parent is known already. */
    public int create(
            int parent, Path path, byte[] data, List<Acl> acl, long owner, int parentCVersion, long zxid, long timeMs) {
        if (path.lastSlash() == path.length() - 1) {
            throw new IllegalStateException("the znode " + path + " has no name");
        }
        raiseParent(parent, parentCVersion, zxid);
        znode.data(data);
        znode.aclId = acls.acquire(acl);
        znode.owner = owner;
        znode.czxid = zxid;
        znode.mzxid = zxid;
        znode.ctime = timeMs;
        znode.mtime = timeMs;
        znode.version = 0;
        znode.aversion = 0;
        return add(parent, path, index.hash(path.utf8(), 0, path.length()));
    }

    /**
     * The effect of a creation on the parent (storage, section 5.5): its cversion becomes {@code parentCVersion} and its
     * pzxid {@code zxid}, but only if that raises the cversion; -1 means one more than now. The counter wraps: behind its
     * greatest value it goes on with the least one (client protocol, section 3.6), so what is greater is a matter of
     * distance. For replaying the creation of a znode that is there already.
     */
    public void raiseParent(int parent, int parentCVersion, long zxid) {
        int cversion = znodes.cversion(parent);
        int raised = parentCVersion == -1 ? cversion + 1 : parentCVersion;
        if (raised - cversion > 0) {
            subtractDigest(parent);
            znodes.cversion(parent, raised);
            znodes.pzxid(parent, zxid);
            addDigest(parent);
        }
    }

    /** Deletes a znode without children; raises the pzxid of its parent to {@code zxid} if that is greater. */
    public void delete(int n, long zxid) {
        if (n == Znodes.ROOT || znodes.childCount(n) > 0) {
            throw new IllegalStateException(path(n) + " cannot be deleted: it is the root or has children");
        }
        int length = loadPath(n);
        byte[] packed = znodes.packed(n);
        int parent = znodes.parent(n);
        quotas.onDeleted(n, scratch, length);
        owned.remove(Znode.owner(packed), n);
        acls.release(Znode.aclId(packed));
        subtractDigest(n);
        dataSize -= length + Znode.dataLength(packed);
        index.remove(index.hash(scratch, 0, length), n);
        znodes.remove(n);
        size--;
        raisePzxid(parent, zxid);
    }

    /** The effect on the parent, if it exists, of replaying the deletion of a znode that is gone already. */
    public void touchParentOfMissing(Path path, long zxid) {
        int parent = parentOf(path);
        if (parent != NONE) {
            raisePzxid(parent, zxid);
        }
    }

    /** The data may be null. */
    public void setData(int n, byte[] data, int version, long zxid, long timeMs) {
        znode.unpack(znodes.packed(n));
        int oldLength = znode.dataLength;
        znode.data(data);
        znode.version = version;
        znode.mzxid = zxid;
        znode.mtime = timeMs;
        int length = loadPath(n);
        subtractDigest(n);
        znodes.replace(n, znode.pack(), prefixCrc(scratch, length));
        addDigest(n);
        dataSize += znode.dataLength - oldLength;
        quotas.onData(n, scratch, length, oldLength);
    }

    /** The list as in {@link #create}. */
    public void setAcl(int n, List<Acl> acl, int aversion) {
        znode.unpack(znodes.packed(n));
        int oldId = znode.aclId;
        znode.aclId = acls.acquire(acl);
        acls.release(oldId);
        znode.aversion = aversion;
        subtractDigest(n);
        znodes.replace(n, znode.pack());
        addDigest(n);
    }

    // Loading.

    /**
     * Adds a znode as a snapshot holds it, behind its parent; the root replaces the bare one. The list as in {@link
     * #create}: a list with an id in the snapshot's table is given as decoded, for id -1 give {@link Acl#OPEN}.
     *
     * @throws IllegalArgumentException if the parent is missing or the znode is there already
     */
    public void restore(Path path, byte[] data, List<Acl> acl, StatPersisted stat) {
        if (path.isRoot()) {
            restoreRoot(data, acl, stat);
            return;
        }
        int parent = parentOf(path);
        if (parent == NONE) {
            throw new IllegalArgumentException("the parent of " + path + " is missing");
        }
        long hash = index.hash(path.utf8(), 0, path.length());
        if (index.find(hash, path.utf8(), path.length()) != NONE) {
            throw new IllegalArgumentException(path + " is there already");
        }
        load(data, acl, stat);
        restoreFamily(add(parent, path, hash), stat);
    }

    /** For {@link TreeLoader}. */
    Znodes znodes() {
        return znodes;
    }

    /** For {@link TreeLoader}. */
    PathIndex index() {
        return index;
    }

    /** For {@link TreeLoader}. */
    AclTable acls() {
        return acls;
    }

    /** {@link TreeLoader} knows when the newest of its znodes was changed. */
    void onLoaded(long newestMs) {
        newestTimeMs = newestMs;
    }

    /**
     * Wall clock of the newest change that the znodes of a snapshot show, in ms; 0 if the tree came from none. Transactions
     * behind it are not earlier. What servers write themselves, below {@code /zookeeper}, is left out.
     */
    public long newestTimeMs() {
        return newestTimeMs;
    }

    /** {@link TreeLoader} has put a znode among the {@link #znodes}. */
    void onLoaded(int n, long owner, long nodeDigest, int bytes) {
        owned.add(owner, n);
        size++;
        digest += nodeDigest;
        dataSize += bytes;
    }

    /** Ends a load: counts the usage of every quota. Changes may be made before it, but quotas count only from here. */
    public void restored() {
        quotas.countAll();
    }

    // Sessions and what they own.

    /** Adds a session or changes its timeout. */
    public void addSession(long id, int timeoutMs) {
        sessions.put(id, timeoutMs);
    }

    /** Forgets a session. Its ephemerals stay: the caller deletes them. */
    public void removeSession(long id) {
        sessions.remove(id);
    }

    /** Id to timeout in ms, in order of creation: an unmodifiable view. */
    public Map<Long, Integer> sessions() {
        return Collections.unmodifiableMap(sessions);
    }

    /** The ephemerals of a session, in order of creation: a copy. */
    public Collection<Path> ephemeralsOf(long sessionId) {
        return paths(owned.ephemeralsOf(sessionId));
    }

    /** The sessions that own ephemerals, in the table or not: a copy. */
    public Set<Long> ephemeralOwners() {
        return owned.sessions();
    }

    public int ephemeralCount() {
        return owned.ephemeralCount();
    }

    /** In order of creation: a copy. */
    public Collection<Path> containers() {
        return paths(owned.containers());
    }

    /** In order of creation: a copy. */
    public Collection<Path> ttlNodes() {
        return paths(owned.ttlNodes());
    }

    /** In order of creation, by number. The tree must not change meanwhile. */
    public void forEachContainer(IntConsumer visit) {
        for (int n : owned.containers()) {
            visit.accept(n);
        }
    }

    /** In order of creation, by number. The tree must not change meanwhile. */
    public void forEachTtlNode(IntConsumer visit) {
        for (int n : owned.ttlNodes()) {
            visit.accept(n);
        }
    }

    // The whole.

    /** All quotas, with what there is in each now. */
    public List<Quota> quotas() {
        return quotas.all();
    }

    /** The deepest quota that governs this path, whether or not a znode is there; null if none does. */
    public Quota quotaOf(Path path) {
        return quotas.of(path);
    }

    /** The last transaction that was applied completely. */
    public long lastZxid() {
        return lastZxid;
    }

    public void lastZxid(long zxid) {
        lastZxid = zxid;
    }

    /** Sum of the digests of all znodes, modulo 2^64. */
    public long digest() {
        return digest;
    }

    /** Sum of the lengths of all paths and data, in bytes. */
    public long dataSize() {
        return dataSize;
    }

    /** The tree as it is now, readable on any thread while it goes on changing. */
    public TreeCapture capture() {
        return new TreeCapture(generations.capture(), znodes.frozen(), acls.frozen(), sessions, size, lastZxid, digest);
    }

    // Parts of the above.

    private int visibleCversion(int n) {
        return 2 * znodes.cversion(n) - znodes.childCount(n);
    }

    private List<Path> paths(int[] numbers) {
        List<Path> paths = new ArrayList<>(numbers.length);
        for (int n : numbers) {
            paths.add(path(n));
        }
        return Collections.unmodifiableList(paths);
    }

    /** The parent of a path, or {@link #NONE} if it is missing or the path can be no child of it. */
    private int parentOf(Path path) {
        int slash = path.lastSlash();
        if (slash < 0 || slash == path.length() - 1) {
            return NONE;
        }
        return slash == 0 ? Znodes.ROOT : index.find(index.hash(path.utf8(), 0, slash), path.utf8(), slash);
    }

    /** Adds what {@link #znode} holds, but for name and place. */
    private int add(int parent, Path path, long hash) {
        byte[] utf8 = path.utf8();
        int nameFrom = path.lastSlash() + 1;
        znode.name(utf8, nameFrom, utf8.length - nameFrom);
        znode.leftOut = NodeDigest.isLeftOut(utf8);
        int n = znodes.add(parent, znode.pack(), prefixCrc(utf8, utf8.length));
        index.add(hash, n);
        owned.add(znode.owner, n);
        size++;
        digest += znodes.digest(n);
        dataSize += utf8.length + znode.dataLength;
        quotas.onCreated(n, utf8, utf8.length);
        return n;
    }

    /** The CRC to keep for what {@link #znode} holds, under this path. */
    private int prefixCrc(byte[] path, int length) {
        if (znode.leftOut) {
            return 0;
        }
        byte[] dataIn = znode.dataIn == null ? NO_DATA : znode.dataIn;
        return NodeDigest.prefix(path, length, dataIn, znode.dataFrom, znode.dataLength);
    }

    private void raisePzxid(int n, long zxid) {
        if (zxid > znodes.pzxid(n)) {
            subtractDigest(n);
            znodes.pzxid(n, zxid);
            addDigest(n);
        }
    }

    /** Comes before every change of what a digest is made of, and before a znode goes. */
    private void subtractDigest(int n) {
        digest -= n == digested ? digestOfDigested : znodes.digest(n);
        digested = NONE;
    }

    /** Comes behind the change. */
    private void addDigest(int n) {
        digested = n;
        digestOfDigested = znodes.digest(n);
        digest += digestOfDigested;
    }

    /** Puts the path of the znode into {@link #scratch}; returns its length. */
    private int loadPath(int n) {
        int length = znodes.pathLength(n);
        if (length > scratch.length) {
            scratch = new byte[2 * length];
        }
        znodes.writePath(n, length, scratch);
        return length;
    }

    /** Puts data, list and stat into {@link #znode}. */
    private void load(byte[] data, List<Acl> acl, StatPersisted stat) {
        znode.data(data);
        znode.aclId = acls.acquire(acl);
        znode.owner = stat.ephemeralOwner();
        znode.czxid = stat.czxid();
        znode.mzxid = stat.mzxid();
        znode.ctime = stat.ctime();
        znode.mtime = stat.mtime();
        znode.version = stat.version();
        znode.aversion = stat.aversion();
    }

    private void restoreRoot(byte[] data, List<Acl> acl, StatPersisted stat) {
        if (size > 1) {
            throw new IllegalArgumentException("the root is there already");
        }
        byte[] bare = znodes.packed(Znodes.ROOT);
        owned.remove(Znode.owner(bare), Znodes.ROOT);
        acls.release(Znode.aclId(bare));
        subtractDigest(Znodes.ROOT);
        load(data, acl, stat);
        znode.name(NO_DATA, 0, 0);
        znode.leftOut = false;
        znodes.replace(Znodes.ROOT, znode.pack(), prefixCrc(NO_DATA, 0));
        owned.add(znode.owner, Znodes.ROOT);
        addDigest(Znodes.ROOT);
        dataSize += znode.dataLength - Znode.dataLength(bare);
        restoreFamily(Znodes.ROOT, stat);
    }

    private void restoreFamily(int n, StatPersisted stat) {
        if (stat.cversion() != znodes.cversion(n) || stat.pzxid() != znodes.pzxid(n)) {
            subtractDigest(n);
            znodes.cversion(n, stat.cversion());
            znodes.pzxid(n, stat.pzxid());
            addDigest(n);
        }
    }

    /** Replaces data below {@code /zookeeper/}, and nothing else: no stat, no digest. */
    private void setText(byte[] text, int n) {
        znode.unpack(znodes.packed(n));
        dataSize += text.length - znode.dataLength;
        znode.data(text);
        znodes.replace(n, znode.pack());
    }
}
