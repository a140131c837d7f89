package io.paddock.server.txn;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Stat;
import io.paddock.common.protocol.CheckVersion;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.SetAcl;
import io.paddock.common.protocol.SetData;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * The state machine of the specification (server semantics, sections 2 to 8; client protocol, sections 3.5 to 3.9),
 * written once more and without a thought for anything but being right: requests take effect at once, one map holds all
 * nodes by the text of their path, and a multi is undone by going back to a copy.
 */
final class NaiveTree {

    /** What a client is told. */
    record Reply(ErrorCode err, String path, Stat stat, List<Reply> parts) {
        static Reply of(ErrorCode err) {
            return new Reply(err, null, null, null);
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final ErrorCode code;

        Refused(ErrorCode code) {
            super(code.name());
            this.code = code;
        }
    }

    static final class Node {
        byte[] data = {};
        List<Acl> acl = Acl.OPEN;
        long czxid;
        long mzxid;
        long pzxid;
        long ctime;
        long mtime;
        int version;
        int childrenEverCreated;
        int aversion;
        /** As the log and the digest have it. */
        long owner;

        Node copy() {
            Node copy = new Node();
            copy.data = data;
            copy.acl = acl;
            copy.czxid = czxid;
            copy.mzxid = mzxid;
            copy.pzxid = pzxid;
            copy.ctime = ctime;
            copy.mtime = mtime;
            copy.version = version;
            copy.childrenEverCreated = childrenEverCreated;
            copy.aversion = aversion;
            copy.owner = owner;
            return copy;
        }
    }

    private static final long CONTAINER = 0x8000000000000000L;
    private static final long TTL = 0xFF00000000000000L;
    private static final Set<String> UNDELETABLE = Set.of("/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config");

    private final boolean extendedTypes;
    private final boolean enforceQuota;
    private Map<String, Node> nodes = new TreeMap<>();
    final Set<Long> openSessions = new TreeSet<>();

    private long session;
    private List<AuthId> who;
    private long zxid;
    private long timeMs;

    NaiveTree(boolean extendedTypes, boolean enforceQuota) {
        this.extendedTypes = extendedTypes;
        this.enforceQuota = enforceQuota;
        for (String path : List.of("/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config")) {
            nodes.put(path, new Node());
        }
        nodes.get("/zookeeper/config").aversion = -1;
        nodes.get("/zookeeper/config").acl = Acl.READ_ONLY;
    }

    Reply write(ClientRequest request, long sessionId, List<AuthId> identities, long newZxid, long newTimeMs) {
        session = sessionId;
        who = identities;
        zxid = newZxid;
        timeMs = newTimeMs;
        Map<String, Node> before = copy();
        try {
            return request instanceof Multi multi ? multi(multi, before) : single(request, false);
        } catch (Refused refused) {
            nodes = before;
            return Reply.of(refused.code);
        }
    }

    void closeSession(long sessionId, long newZxid) {
        openSessions.remove(sessionId);
        for (String path : ephemerals(sessionId)) {
            nodes.remove(path);
            Node parent = nodes.get(parent(path));
            parent.pzxid = newZxid;
        }
    }

    List<String> ephemerals(long sessionId) {
        return nodes.entrySet().stream()
                .filter(node -> node.getValue().owner == sessionId)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A container or TTL node that the server itself wants to be rid of. */
    Reply sweep(String path, long newZxid) {
        Node node = nodes.get(path);
        if (node == null) {
            return Reply.of(ErrorCode.NO_NODE);
        }
        if (node.owner != CONTAINER && (node.owner & TTL) != TTL) {
            return Reply.of(ErrorCode.BAD_VERSION);
        }
        if (children(path) > 0) {
            return Reply.of(ErrorCode.NOT_EMPTY);
        }
        nodes.remove(path);
        nodes.get(parent(path)).pzxid = newZxid;
        return Reply.of(ErrorCode.OK);
    }

    private Reply multi(Multi multi, Map<String, Node> before) {
        session();
        List<Reply> parts = new ArrayList<>();
        for (ClientRequest op : multi.ops()) {
            try {
                parts.add(single(op, true));
            } catch (Refused refused) {
                nodes = before;
                List<Reply> undone = new ArrayList<>();
                for (int i = 0; i < multi.ops().size(); i++) {
                    undone.add(Reply.of(
                            i < parts.size()
                                    ? ErrorCode.OK
                                    : i == parts.size() ? refused.code : ErrorCode.RUNTIME_INCONSISTENCY));
                }
                return new Reply(ErrorCode.OK, null, null, undone);
            }
        }
        return new Reply(ErrorCode.OK, null, null, parts);
    }

    private Reply single(ClientRequest request, boolean inMulti) {
        if (request instanceof Create create) {
            return create(create, inMulti);
        } else if (request instanceof Delete delete) {
            return delete(delete.path().toString(), delete.version());
        } else if (request instanceof SetData set) {
            return setData(set.path().toString(), set.data(), set.version());
        } else if (request instanceof SetAcl set) {
            return setAcl(set.path().toString(), set.acl(), set.version());
        } else if (request instanceof CheckVersion check) {
            return check(check.path().toString(), check.version());
        }
        throw new IllegalArgumentException(request.toString());
    }

    private Reply create(Create create, boolean inMulti) {
        int flags = create.flags();
        OpCode op = create.op();
        require(flags >= 0 && flags <= 6, ErrorCode.BAD_ARGUMENTS);
        boolean ttlFlags = flags >= 5;
        if (inMulti && flags == 4) {
            op = OpCode.CREATE_CONTAINER;
        } else if (inMulti && op == OpCode.CREATE_TTL && !ttlFlags) {
            op = OpCode.CREATE;
        }
        require(!ttlFlags || extendedTypes, ErrorCode.UNIMPLEMENTED);
        require(ttlFlags == (op == OpCode.CREATE_TTL), ErrorCode.BAD_ARGUMENTS);
        require(!ttlFlags || create.ttl() >= 1 && create.ttl() < 1L << 40, ErrorCode.BAD_ARGUMENTS);
        session();
        String path = create.path().toString();
        require(path.contains("/") && path.indexOf('\0') < 0, ErrorCode.BAD_ARGUMENTS);
        List<Acl> acl = resolved(create.acl());
        Node parent = existing(parent(path));
        permitted(parent, Acl.CREATE);
        boolean sequential = flags == 2 || flags == 3 || flags == 6;
        if (sequential) {
            String digits = Integer.toString(parent.childrenEverCreated);
            path += "0".repeat(10 - digits.length()) + digits;
        }
        require(isValid(path), ErrorCode.BAD_ARGUMENTS);
        require(!nodes.containsKey(path), ErrorCode.NODE_EXISTS);
        require(!isSession(parent.owner), ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
        quota(path, 1, length(create.data()));
        Node node = new Node();
        node.data = create.data();
        node.acl = acl;
        node.czxid = zxid;
        node.mzxid = zxid;
        node.pzxid = zxid;
        node.ctime = timeMs;
        node.mtime = timeMs;
        boolean ephemeral = (flags == 1 || flags == 3) && (op == OpCode.CREATE || op == OpCode.CREATE2);
        node.owner = ephemeral
                ? session
                : op == OpCode.CREATE_CONTAINER ? CONTAINER : op == OpCode.CREATE_TTL ? TTL | create.ttl() : 0;
        nodes.put(path, node);
        parent.childrenEverCreated++;
        parent.pzxid = zxid;
        return new Reply(ErrorCode.OK, path, stat(path), null);
    }

    private Reply delete(String path, int version) {
        session();
        require(path.contains("/") && path.indexOf('\0') < 0 && !UNDELETABLE.contains(path), ErrorCode.BAD_ARGUMENTS);
        Node parent = existing(parent(path));
        permitted(parent, Acl.DELETE);
        Node node = existing(path);
        version(version, node.version);
        require(children(path) == 0, ErrorCode.NOT_EMPTY);
        nodes.remove(path);
        parent.pzxid = zxid;
        return Reply.of(ErrorCode.OK);
    }

    private Reply setData(String path, byte[] data, int version) {
        session();
        require(isValid(path), ErrorCode.BAD_ARGUMENTS);
        Node node = existing(path);
        permitted(node, Acl.WRITE);
        quota(path, 0, length(data) - length(node.data));
        version(version, node.version);
        node.data = data;
        node.version++;
        node.mzxid = zxid;
        node.mtime = timeMs;
        return new Reply(ErrorCode.OK, null, stat(path), null);
    }

    private Reply setAcl(String path, List<Acl> requested, int aversion) {
        session();
        require(isValid(path), ErrorCode.BAD_ARGUMENTS);
        List<Acl> acl = resolved(requested);
        Node node = existing(path);
        permitted(node, Acl.ADMIN);
        version(aversion, node.aversion);
        node.acl = acl;
        node.aversion++;
        return new Reply(ErrorCode.OK, null, stat(path), null);
    }

    private Reply check(String path, int version) {
        session();
        require(isValid(path), ErrorCode.BAD_ARGUMENTS);
        Node node = existing(path);
        permitted(node, Acl.READ);
        version(version, node.version);
        return Reply.of(ErrorCode.OK);
    }

    // The checks.

    private static void require(boolean condition, ErrorCode otherwise) {
        if (!condition) {
            throw new Refused(otherwise);
        }
    }

    private void session() {
        require(openSessions.contains(session), ErrorCode.SESSION_EXPIRED);
    }

    private Node existing(String path) {
        Node node = nodes.get(path);
        require(node != null, ErrorCode.NO_NODE);
        return node;
    }

    private static void version(int expected, int found) {
        require(expected == -1 || expected == found, ErrorCode.BAD_VERSION);
    }

    private void permitted(Node node, int perm) {
        boolean allowed =
                node.acl.isEmpty() || who.stream().anyMatch(id -> id.scheme().equals("super"));
        for (Acl entry : node.acl) {
            boolean names = entry.id().equals(AuthId.ANYONE) || who.contains(entry.id());
            allowed |= names && (entry.perms() & perm) != 0;
        }
        require(allowed, ErrorCode.NO_AUTH);
    }

    /** Only what the tests of this model ask for: world, digest and auth. */
    private List<Acl> resolved(List<Acl> requested) {
        require(requested != null && !requested.isEmpty(), ErrorCode.INVALID_ACL);
        List<Acl> resolved = new ArrayList<>();
        for (Acl entry : new LinkedHashSet<>(requested)) {
            switch (entry.id().scheme()) {
                case "world" -> {
                    require(entry.id().equals(AuthId.ANYONE), ErrorCode.INVALID_ACL);
                    resolved.add(entry);
                }
                case "digest" -> {
                    require(entry.id().id().split(":").length == 2, ErrorCode.INVALID_ACL);
                    resolved.add(entry);
                }
                case "auth" -> {
                    List<AuthId> own = who.stream()
                            .filter(id -> id.scheme().equals("digest"))
                            .toList();
                    require(!own.isEmpty(), ErrorCode.INVALID_ACL);
                    own.forEach(id -> resolved.add(new Acl(entry.perms(), id)));
                }
                default -> throw new Refused(ErrorCode.INVALID_ACL);
            }
        }
        return resolved;
    }

    private void quota(String path, long count, long bytes) {
        String limited = enforceQuota ? governing(path) : null;
        if (limited == null) {
            return;
        }
        Map<String, Long> limits = limits(limited);
        long[] usage = usage(limited);
        long countMax = limits.getOrDefault("countHardLimit", -1L);
        long bytesMax = limits.getOrDefault("byteHardLimit", -1L);
        require(count == 0 || countMax < 0 || usage[0] + count <= countMax, ErrorCode.QUOTA_EXCEEDED);
        require(bytes == 0 || bytesMax < 0 || usage[1] + bytes <= bytesMax, ErrorCode.QUOTA_EXCEEDED);
    }

    private static String limitsPath(String path) {
        return "/zookeeper/quota" + path + "/zookeeper_limits";
    }

    private String governing(String path) {
        if (path.equals("/zookeeper/quota") || path.startsWith("/zookeeper/quota/")) {
            return null;
        }
        for (String at = path; !at.equals("/"); at = parent(at)) {
            if (nodes.containsKey(limitsPath(at))) {
                return at;
            }
        }
        return null;
    }

    private Map<String, Long> limits(String path) {
        Map<String, Long> limits = new TreeMap<>();
        String text = new String(nodes.get(limitsPath(path)).data, StandardCharsets.UTF_8);
        for (String pair : text.split("[,;]")) {
            String[] parts = pair.split("=");
            limits.put(parts[0], Long.parseLong(parts[1]));
        }
        return limits;
    }

    private long[] usage(String limited) {
        long[] usage = new long[2];
        nodes.forEach((path, node) -> {
            if (limited.equals(governing(path))) {
                usage[0]++;
                usage[1] += length(node.data);
            }
        });
        return usage;
    }

    // What can be seen.

    Set<String> paths() {
        return nodes.keySet();
    }

    Node node(String path) {
        return nodes.get(path);
    }

    Stat stat(String path) {
        Node node = nodes.get(path);
        int children = children(path);
        return new Stat(
                node.czxid,
                node.mzxid,
                node.ctime,
                node.mtime,
                node.version,
                2 * node.childrenEverCreated - children,
                node.aversion,
                isSession(node.owner) ? node.owner : 0,
                length(node.data),
                children,
                node.pzxid);
    }

    private int children(String path) {
        int children = 0;
        for (String other : nodes.keySet()) {
            children += !other.equals("/") && parent(other).equals(path) ? 1 : 0;
        }
        return children;
    }

    /** Storage, section 7. */
    long digest() {
        long sum = 0;
        for (Map.Entry<String, Node> entry : nodes.entrySet()) {
            sum += entry.getKey().startsWith("/zookeeper/") ? 0 : digest(entry.getKey(), entry.getValue());
        }
        return sum;
    }

    private static long digest(String path, Node node) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write((path.equals("/") ? "" : path).getBytes(StandardCharsets.UTF_8));
            out.write(node.data == null ? new byte[0] : node.data);
            out.writeLong(node.czxid);
            out.writeLong(node.mzxid);
            out.writeLong(node.pzxid);
            out.writeLong(node.ctime);
            out.writeLong(node.mtime);
            out.writeInt(node.version);
            out.writeInt(node.childrenEverCreated);
            out.writeInt(node.aversion);
            out.writeLong(node.owner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.toByteArray());
        return crc.getValue();
    }

    private Map<String, Node> copy() {
        Map<String, Node> copy = new TreeMap<>();
        nodes.forEach((path, node) -> copy.put(path, node.copy()));
        return copy;
    }

    private static boolean isSession(long owner) {
        return owner != 0 && owner != CONTAINER && (owner & TTL) != TTL;
    }

    private static int length(byte[] data) {
        return data == null ? 0 : data.length;
    }

    private static String parent(String path) {
        String parent = path.substring(0, path.lastIndexOf('/'));
        return parent.isEmpty() ? "/" : parent;
    }

    private static boolean isValid(String path) {
        if (path.equals("/")) {
            return true;
        }
        if (!path.startsWith("/") || path.endsWith("/")) {
            return false;
        }
        for (String component : path.substring(1).split("/", -1)) {
            if (component.isEmpty() || component.equals(".") || component.equals("..")) {
                return false;
            }
        }
        return path.chars()
                .noneMatch(c -> c < 0x20 || c >= 0x7f && c <= 0x9f || c >= 0xd800 && c <= 0xf8ff || c >= 0xfff0);
    }
}
