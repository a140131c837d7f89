package io.paddock.server.storage;

import io.paddock.common.Acl;
import io.paddock.server.tree.StatPersisted;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeLoader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a snapshot into a tree of its own, or only checks it. Which optional sections there are follows from the bytes
 * left, and only from that: the settings of this server say nothing about the one that wrote the file (hazard H2).
 *
 * <p>Anything that is wrong, down to one byte too many, is an {@link IOException}; the tree is then thrown away.
 */
public final class SnapshotReader {

    /** More sessions or ACLs would not fit into the memory: the number is damaged. */
    private static final long COUNT_MAX = Runtime.getRuntime().maxMemory() / 128;

    private SnapshotReader() {}

    /**
     * What a snapshot held.
     *
     * @param tree without a last zxid, and with quotas not counted yet
     * @param digestZxid of which transaction {@code digest} is the digest; 0 if the file has none
     * @param lastProcessedZxid -1 if the file does not say
     * @param newerNodes znodes that show transactions after the one that was asked about: the snapshot is fuzzy
     */
    public record Content(
            Tree tree, long digestZxid, int digestVersion, long digest, long lastProcessedZxid, long newerNodes) {}

    /** Reads the unpacked bytes of a snapshot, up to the end of the stream. */
    public static Content read(InputStream in, long hashSeed, long nameZxid) throws IOException {
        return read(new SnapshotInput(in), hashSeed, nameZxid);
    }

    private static Content read(SnapshotInput in, long hashSeed, long nameZxid) throws IOException {
        TreeSink sink = new TreeSink(hashSeed, nameZxid);
        Trailer trailer = pass(in, sink);
        return new Content(
                sink.tree,
                trailer.digestZxid,
                trailer.digestVersion,
                trailer.digest,
                trailer.lastProcessedZxid,
                sink.loader.newerNodes());
    }

    /**
     * Reads what follows a SNAP packet. May read further, but never waits for more.
     *
     * @param zxid of the packet; the tree gets it as its last zxid
     * @param recordBytesMax a longer znode or ACL is damage
     * @throws IOException also if the content cannot be what a leader has
     */
    public static ReceivedSnapshot readFromLeader(InputStream stream, long hashSeed, long zxid, long recordBytesMax)
            throws IOException {
        SnapshotInput in = new SnapshotInput(stream, recordBytesMax);
        TreeSink sink = new TreeSink(hashSeed, zxid);
        sessions(in, sink);
        nodes(in, acls(in), sink);
        in.signature();
        sink.tree.lastZxid(zxid);
        try {
            sink.tree.restored();
        } catch (IllegalArgumentException e) {
            throw new DamagedSnapshot("it is no tree: " + e.getMessage());
        }
        return new ReceivedSnapshot(sink.tree, in.unread());
    }

    /** @param recordBytesMax of a record in the log: a znode has no longer data, unless the memory has room for it */
    static Content read(Disk disk, SnapshotFile snapshot, long hashSeed, long recordBytesMax) throws IOException {
        long heldBytesMax = Math.max(SnapshotInput.HELD_BYTES_MAX, 2 * recordBytesMax);
        try (InputStream in = snapshot.open(disk)) {
            return read(new SnapshotInput(in, heldBytesMax), hashSeed, snapshot.zxid());
        }
    }

    /** Reads the file to its end and compares the seals; throws if it could not be loaded. */
    static void check(Disk disk, SnapshotFile snapshot) throws IOException {
        try (InputStream in = snapshot.open(disk)) {
            pass(in, SnapshotSink.NOTHING);
        }
    }

    record Trailer(long digestZxid, int digestVersion, long digest, long lastProcessedZxid) {}

    static Trailer pass(InputStream stream, SnapshotSink sink) throws IOException {
        return pass(new SnapshotInput(stream), sink);
    }

    private static Trailer pass(SnapshotInput in, SnapshotSink sink) throws IOException {
        int magic = in.int32();
        if (magic != SnapshotFormat.MAGIC) {
            throw new DamagedSnapshot("it has invalid magic number 0x" + Integer.toHexString(magic));
        }
        in.int32();
        in.int64();
        sessions(in, sink);
        nodes(in, acls(in), sink);
        in.seal();
        return trailer(in);
    }

    private static void sessions(SnapshotInput in, SnapshotSink sink) throws IOException {
        int count = count(in, "sessions");
        for (int i = 0; i < count; i++) {
            sink.session(in.int64(), in.int32());
        }
    }

    private static Map<Long, List<Acl>> acls(SnapshotInput in) throws IOException {
        int count = count(in, "ACLs");
        Map<Long, List<Acl>> acls = new HashMap<>();
        for (int i = 0; i < count; i++) {
            acls.put(in.int64(), in.acl());
        }
        acls.put(SnapshotFormat.OPEN_ACL_ID, Acl.OPEN);
        return acls;
    }

    private static int count(SnapshotInput in, String what) throws IOException {
        int count = in.int32();
        if (count < 0 || count > COUNT_MAX) {
            throw new DamagedSnapshot("the number of " + what + " is " + count);
        }
        return count;
    }

    private static void nodes(SnapshotInput in, Map<Long, List<Acl>> acls, SnapshotSink sink) throws IOException {
        long lastAclId = SnapshotFormat.OPEN_ACL_ID;
        List<Acl> acl = Acl.OPEN;
        while (true) {
            in.need(5);
            int pathLength = in.peekInt32(0);
            if (pathLength == 1 && in.buffer()[in.position() + 4] == '/') {
                end(in, sink);
                in.skip(5);
                return;
            }
            if (pathLength < 0 || pathLength > Integer.MAX_VALUE / 4) {
                throw in.unreasonable(pathLength);
            }
            in.need(4 + pathLength + 4);
            int dataLength = in.peekInt32(4 + pathLength);
            if (dataLength < -1 || dataLength > Integer.MAX_VALUE / 4) {
                throw in.unreasonable(dataLength);
            }
            int fixed = 4 + pathLength + 4 + Math.max(0, dataLength);
            in.need(fixed + 8 + StatPersisted.BYTES);
            long aclId = in.peekInt64(fixed);
            if (aclId != lastAclId) {
                acl = acls.get(aclId);
                lastAclId = aclId;
            }
            if (acl == null) {
                throw new DamagedSnapshot("the znode at byte " + in.streamPosition() + " has the ACL " + aclId
                        + ", which is not in the table");
            }
            int start = in.position();
            int data = start + 4 + pathLength + 4;
            place(in, sink, start + 4, pathLength, data, dataLength, acl, start + fixed + 8);
            in.skip(fixed + 8 + StatPersisted.BYTES);
        }
    }

    private static void place(
            SnapshotInput in,
            SnapshotSink sink,
            int path,
            int pathLength,
            int data,
            int dataLength,
            List<Acl> acl,
            int stat)
            throws IOException {
        try {
            sink.node(in.buffer(), path, pathLength, data, dataLength, acl, stat);
        } catch (IllegalArgumentException e) {
            throw new DamagedSnapshot("the znode at byte " + in.streamPosition()
                    + ", or one shortly before, cannot be there: " + e.getMessage());
        }
    }

    private static void end(SnapshotInput in, SnapshotSink sink) throws IOException {
        try {
            sink.endOfNodes();
        } catch (IllegalArgumentException e) {
            throw new DamagedSnapshot(
                    "a znode before byte " + in.streamPosition() + " cannot be there: " + e.getMessage());
        }
    }

    private static Trailer trailer(SnapshotInput in) throws IOException {
        int both = SnapshotFormat.DIGEST_SECTION_BYTES + SnapshotFormat.LAST_ZXID_SECTION_BYTES;
        int left = in.remainingUpTo(both + 1);
        boolean digest = left == SnapshotFormat.DIGEST_SECTION_BYTES || left == both;
        boolean last = left == SnapshotFormat.LAST_ZXID_SECTION_BYTES || left == both;
        if (left != 0 && !digest && !last) {
            throw new DamagedSnapshot((left > both ? "more than " + both : left) + " bytes follow the first seal");
        }
        long digestZxid = 0;
        int digestVersion = 0;
        long digestValue = 0;
        long lastZxid = -1;
        if (digest) {
            digestZxid = in.int64();
            digestVersion = in.int32();
            digestValue = in.int64();
            in.seal();
        }
        if (last) {
            lastZxid = in.int64();
            in.seal();
        }
        return new Trailer(digestZxid, digestVersion, digestValue, lastZxid);
    }

    /** Fills a tree. */
    private static final class TreeSink implements SnapshotSink {
        private final Tree tree;
        private final TreeLoader loader;

        TreeSink(long hashSeed, long nameZxid) {
            this.tree = Tree.empty(hashSeed);
            this.loader = new TreeLoader(tree, nameZxid);
        }

        @Override
        public void session(long id, int timeoutMs) {
            loader.session(id, timeoutMs);
        }

        @Override
        public void node(byte[] bytes, int path, int pathLength, int data, int dataLength, List<Acl> acl, int stat) {
            loader.node(bytes, path, pathLength, data, dataLength, acl, stat);
        }

        @Override
        public void endOfNodes() {
            loader.end();
        }
    }
}
