package io.paddock.server.txn;

import io.paddock.common.Acl;
import io.paddock.common.CreateMode;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.CheckVersion;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.Reconfig;
import io.paddock.common.protocol.SetAcl;
import io.paddock.common.protocol.SetData;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.EphemeralOwner;
import io.paddock.server.tree.NodeDigest;
import io.paddock.server.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Turns requests into transactions, one at a time in the order of their arrival. The first check that fails decides the
 * error, so the order of checks is that of the specification (client protocol, section 3.8; server semantics, section
 * 4.2); a request that fails becomes a {@link Txn.Failure}, which takes its zxid all the same.
 *
 * <p>Nothing leaves this class that a reader of the log could not read back: sizes and values are judged here.
 *
 * <p>Owned by the replica thread.
 */
public final class Prepare {

    private static final Set<Path> UNDELETABLE =
            Set.of(Path.ROOT, Path.of("/zookeeper"), Path.of("/zookeeper/quota"), Path.of("/zookeeper/config"));

    /** Room in a record for header, digest and the count of paths. */
    private static final int RECORD_OVERHEAD_BYTES = 64;

    private static final int SEQUENCE_CHARACTERS = 10;

    private final Tip tip;
    private final AclRules acls;
    private final LongPredicate sessionIsOpen;
    private final PrepareOptions options;
    private final Quotas quotas;
    private final EphemeralBytes ephemeralBytes;

    private WriteRequest request;
    private long zxid;
    private long timeMs;

    /** The predicate tells whether a session exists and is not being closed. */
    public Prepare(Tree tree, Tip tip, AclRules acls, LongPredicate sessionIsOpen, PrepareOptions options) {
        this(tree, tip, acls, sessionIsOpen, options, QuotaListener.NONE);
    }

    public Prepare(
            Tree tree,
            Tip tip,
            AclRules acls,
            LongPredicate sessionIsOpen,
            PrepareOptions options,
            QuotaListener quotaListener) {
        this.tip = tip;
        this.acls = acls;
        this.sessionIsOpen = sessionIsOpen;
        this.options = options;
        this.quotas = new Quotas(tree, quotaListener);
        this.ephemeralBytes = new EphemeralBytes(tip);
    }

    /** The transaction for this request; its changes are in the tip when this returns. */
    public LoggedTxn prepare(WriteRequest newRequest, long newZxid, long newTimeMs) {
        request = newRequest;
        zxid = newZxid;
        timeMs = newTimeMs;
        Txn txn;
        try {
            txn = prepareBody();
        } catch (Refusal refusal) {
            txn = undone(refusal.code());
        } catch (MalformedRecord e) {
            txn = undone(ErrorCode.MARSHALLING_ERROR);
        }
        LoggedTxn logged = logged(txn);
        tip.seal(zxid);
        quotas.seal(zxid);
        ephemeralBytes.seal();
        return logged;
    }

    /** A new session, which no request of a client asks for. */
    public LoggedTxn createSession(long sessionId, int timeoutMs, long newZxid, long newTimeMs) {
        TxnHeader header = new TxnHeader(sessionId, 0, newZxid, newTimeMs, OpCode.CREATE_SESSION);
        return new LoggedTxn(header, new Txn.CreateSession(timeoutMs), digest());
    }

    /** Everything up to this zxid is in the tree now. */
    public void applied(long upTo) {
        tip.applied(upTo);
        quotas.applied(upTo);
    }

    private Txn undone(ErrorCode code) {
        tip.undo();
        quotas.undo();
        ephemeralBytes.undo();
        return new Txn.Failure(code);
    }

    private LoggedTxn logged(Txn txn) {
        TxnHeader header = new TxnHeader(request.sessionId(), request.cxid(), zxid, timeMs, txn.type());
        return new LoggedTxn(header, txn, txn instanceof Txn.Failure || isTooLongToList(txn) ? null : digest());
    }

    /**
     * A session that data of another server brought, and that owns more than a record may list (hazard H46). Without list
     * and digest everybody deletes what it owns; a digest alone would be taken for a list.
     */
    private boolean isTooLongToList(Txn txn) {
        return options.listEphemerals() && txn instanceof Txn.CloseSession close && close.paths() == null;
    }

    private TxnDigest digest() {
        return options.digest() ? new TxnDigest(TxnDigest.VERSION, tip.digest()) : null;
    }

    private Txn prepareBody() {
        ClientRequest body = request.body();
        if (request.type() == OpCode.CLOSE_SESSION) {
            return closeSession();
        }
        if (body == null) {
            throw new Refusal(ErrorCode.MARSHALLING_ERROR);
        }
        if (body instanceof Multi multi) {
            return multi(multi);
        }
        if (body instanceof Reconfig) {
            throw new Refusal(reconfigRefusal());
        }
        return single(body);
    }

    /** Standalone servers have no configuration that could change. */
    private ErrorCode reconfigRefusal() {
        if (!options.reconfigEnabled()) {
            return ErrorCode.RECONFIG_DISABLED;
        }
        checkSession();
        return ErrorCode.UNIMPLEMENTED;
    }

    private Txn single(ClientRequest body) {
        if (body instanceof Create create) {
            return create(create, create.op());
        } else if (body instanceof SetData set) {
            return setData(set);
        } else if (body instanceof Delete delete) {
            return request.type() == OpCode.DELETE_CONTAINER ? deleteContainer(delete) : delete(delete);
        } else if (body instanceof SetAcl set) {
            return setAcl(set);
        } else if (body instanceof CheckVersion check) {
            return check(check);
        }
        throw new Refusal(ErrorCode.UNIMPLEMENTED);
    }

    private Txn multi(Multi multi) {
        checkSession();
        List<ClientRequest> ops = multi.ops();
        List<Txn> parts = new ArrayList<>(ops.size());
        long bytes = RECORD_OVERHEAD_BYTES;
        for (ClientRequest op : ops) {
            try {
                Txn part = part(op);
                bytes += 8 + sizeBound(part);
                if (bytes > options.recordBytesMax()) {
                    throw new Refusal(ErrorCode.BAD_ARGUMENTS);
                }
                parts.add(part);
            } catch (Refusal refusal) {
                return failedMulti(ops.size(), parts.size(), refusal.code());
            }
        }
        return new Txn.Multi(List.copyOf(parts));
    }

    private Txn part(ClientRequest op) {
        if (op instanceof Create create) {
            return create(create, typeInMulti(create));
        }
        return single(op);
    }

    /** Where flags and operation disagree, some flags win inside a multi (client protocol, section 3.9). */
    private static OpCode typeInMulti(Create create) {
        CreateMode mode = CreateMode.of(create.flags());
        if (mode == CreateMode.CONTAINER) {
            return OpCode.CREATE_CONTAINER;
        }
        boolean plain = create.op() == OpCode.CREATE_TTL && mode != null && !mode.isTtl();
        return plain ? OpCode.CREATE : create.op();
    }

    private Txn failedMulti(int size, int failedAt, ErrorCode code) {
        tip.undo();
        quotas.undo();
        ephemeralBytes.undo();
        List<Txn> parts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            ErrorCode part = i < failedAt ? ErrorCode.OK : i == failedAt ? code : ErrorCode.RUNTIME_INCONSISTENCY;
            parts.add(new Txn.Failure(part));
        }
        return new Txn.Multi(List.copyOf(parts));
    }

    private Txn create(Create create, OpCode type) {
        CreateMode mode = CreateMode.of(create.flags());
        if (mode == null) {
            throw new Refusal(ErrorCode.BAD_ARGUMENTS);
        }
        checkTtl(create, type, mode);
        checkSession();
        Path given = notNull(create.path());
        Path parentPath = given.parent();
        if (parentPath == null || given.hasNul()) {
            throw new Refusal(ErrorCode.BAD_ARGUMENTS);
        }
        List<Acl> acl = acls.resolve(create.acl(), request.identities());
        if (acl == null) {
            throw new Refusal(ErrorCode.INVALID_ACL);
        }
        TipNode parent = tip.find(parentPath);
        if (parent == null) {
            throw new Refusal(ErrorCode.NO_NODE);
        }
        checkPermission(parent.acl, Acl.CREATE);
        Path path = mode.isSequential() ? given.append(sequence(parent.cversion)) : given;
        if (!path.isValid()) {
            throw new Refusal(ErrorCode.BAD_ARGUMENTS);
        }
        TipNode former = tip.find(path);
        if (former != null) {
            throw new Refusal(ErrorCode.NODE_EXISTS);
        }
        if (EphemeralOwner.isSession(parent.owner)) {
            throw new Refusal(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
        }
        int bytes = create.data() == null ? 0 : create.data().length;
        charge(path, 1, bytes);
        boolean ephemeral = mode.isEphemeral() && (type == OpCode.CREATE || type == OpCode.CREATE2);
        if (ephemeral) {
            checkEphemeralBytes(path);
        }
        return created(create, type, path, parentPath, parent, acl, ephemeral);
    }

    /** In the digits of the specification, whatever those of the machine's language are. */
    /** Ten characters, a sign of an overflown counter among them, as C's {@code %010d}; each sequential create needs one. */
    private static String sequence(int created) {
        String sign = created < 0 ? "-" : "";
        String digits = Long.toString(Math.abs((long) created));
        return sign + "0".repeat(Math.max(0, SEQUENCE_CHARACTERS - sign.length() - digits.length())) + digits;
    }

    private Txn created(
            Create create, OpCode type, Path path, Path parentPath, TipNode parent, List<Acl> acl, boolean ephemeral) {
        long owner = switch (type) {
            case CREATE_CONTAINER -> EphemeralOwner.CONTAINER;
            case CREATE_TTL -> EphemeralOwner.ofTtl(create.ttl());
            default -> ephemeral ? request.sessionId() : 0;
        };
        Txn.Create txn = new Txn.Create(type, path, create.data(), acl, ephemeral, parent.cversion + 1, create.ttl());
        if (sizeBound(txn) + RECORD_OVERHEAD_BYTES > options.recordBytesMax()) {
            throw new Refusal(ErrorCode.BAD_ARGUMENTS);
        }
        TipNode newParent = parent.copy();
        newParent.cversion++;
        newParent.children++;
        newParent.pzxid = zxid;
        tip.put(parentPath, parent, newParent, zxid);
        tip.put(path, null, TipNode.created(path, create.data(), acl, owner, zxid, timeMs), zxid);
        return txn;
    }

    private void checkTtl(Create create, OpCode type, CreateMode mode) {
        if (mode.isTtl()) {
            if (!options.extendedTypes()) {
                throw new Refusal(ErrorCode.UNIMPLEMENTED);
            }
            boolean valid = type == OpCode.CREATE_TTL && create.ttl() > 0 && create.ttl() <= EphemeralOwner.TTL_MS_MAX;
            if (!valid) {
                throw new Refusal(ErrorCode.BAD_ARGUMENTS);
            }
        } else if (type == OpCode.CREATE_TTL) {
            // With a negative ttl this is the request that ends every Apache server (client protocol, defect 1).
            throw new Refusal(ErrorCode.BAD_ARGUMENTS);
        }
    }

    private Txn delete(Delete delete) {
        checkSession();
        Path path = notNull(delete.path());
        Path parentPath = path.parent();
        if (parentPath == null || path.hasNul() || UNDELETABLE.contains(path)) {
            throw new Refusal(ErrorCode.BAD_ARGUMENTS);
        }
        TipNode parent = tip.find(parentPath);
        if (parent == null) {
            throw new Refusal(ErrorCode.NO_NODE);
        }
        checkPermission(parent.acl, Acl.DELETE);
        TipNode node = tip.find(path);
        if (node == null) {
            throw new Refusal(ErrorCode.NO_NODE);
        }
        checkVersion(delete.version(), node.version);
        return deleted(OpCode.DELETE, path, node, parentPath, parent);
    }

    /** Of the server's own sweeps: the candidate may have changed since. */
    private Txn deleteContainer(Delete delete) {
        Path path = delete.path();
        TipNode node = tip.find(path);
        Path parentPath = path.parent();
        TipNode parent = parentPath == null ? null : tip.find(parentPath);
        if (node == null || parent == null) {
            throw new Refusal(ErrorCode.NO_NODE);
        }
        if (!EphemeralOwner.isContainer(node.owner) && !EphemeralOwner.isTtl(node.owner)) {
            throw new Refusal(ErrorCode.BAD_VERSION);
        }
        return deleted(OpCode.DELETE_CONTAINER, path, node, parentPath, parent);
    }

    private Txn deleted(OpCode type, Path path, TipNode node, Path parentPath, TipNode parent) {
        if (node.children > 0) {
            throw new Refusal(ErrorCode.NOT_EMPTY);
        }
        quotas.add(path, -1, -node.dataLength);
        if (EphemeralOwner.isSession(node.owner)) {
            ephemeralBytes.remove(node.owner, path);
        }
        remove(path, node, parentPath, parent);
        return new Txn.Delete(type, path);
    }

    private void remove(Path path, TipNode node, Path parentPath, TipNode parent) {
        TipNode newParent = parent.copy();
        newParent.children--;
        newParent.pzxid = Math.max(parent.pzxid, zxid);
        tip.put(parentPath, parent, newParent, zxid);
        tip.put(path, node, TipNode.deleted(), zxid);
    }

    private Txn setData(SetData set) {
        checkSession();
        Path path = valid(set.path());
        TipNode node = existing(path);
        checkPermission(node.acl, Acl.WRITE);
        int length = set.data() == null ? 0 : set.data().length;
        charge(path, 0, length - node.dataLength);
        checkVersion(set.version(), node.version);
        TipNode changed = node.copy();
        changed.version++;
        changed.mzxid = zxid;
        changed.mtime = timeMs;
        changed.dataLength = length;
        changed.prefixCrc = NodeDigest.prefix(path.utf8(), set.data());
        tip.put(path, node, changed, zxid);
        return new Txn.SetData(OpCode.SET_DATA, path, set.data(), changed.version);
    }

    private Txn setAcl(SetAcl set) {
        checkSession();
        Path path = valid(set.path());
        List<Acl> acl = acls.resolve(set.acl(), request.identities());
        if (acl == null) {
            throw new Refusal(ErrorCode.INVALID_ACL);
        }
        TipNode node = existing(path);
        checkPermission(node.acl, Acl.ADMIN);
        checkVersion(set.version(), node.aversion);
        TipNode changed = node.copy();
        changed.aversion++;
        changed.acl = acl;
        Txn txn = new Txn.SetAcl(path, acl, changed.aversion);
        if (sizeBound(txn) + RECORD_OVERHEAD_BYTES > options.recordBytesMax()) {
            throw new Refusal(ErrorCode.BAD_ARGUMENTS);
        }
        tip.put(path, node, changed, zxid);
        return txn;
    }

    private Txn check(CheckVersion check) {
        checkSession();
        Path path = valid(check.path());
        TipNode node = existing(path);
        checkPermission(node.acl, Acl.READ);
        checkVersion(check.version(), node.version);
        return new Txn.Check(path, check.version() + 1);
    }

    private Txn closeSession() {
        List<Path> paths = tip.ephemeralsOf(request.sessionId());
        long bytes = RECORD_OVERHEAD_BYTES;
        for (Path path : paths) {
            TipNode node = tip.find(path);
            Path parentPath = path.parent();
            quotas.add(path, -1, -node.dataLength);
            remove(path, node, parentPath, tip.find(parentPath));
            bytes += EphemeralBytes.of(path);
        }
        ephemeralBytes.forget(request.sessionId());
        boolean readable = bytes <= options.recordBytesMax();
        return new Txn.CloseSession(options.listEphemerals() && readable ? List.copyOf(paths) : null);
    }

    private void charge(Path path, int count, int bytes) {
        if (options.enforceQuota() && !quotas.allows(path, count, bytes)) {
            throw new Refusal(ErrorCode.QUOTA_EXCEEDED);
        }
        quotas.add(path, count, bytes);
    }

    /** A session whose closing would make an unreadable record gets no further ephemerals (hazard H46). */
    private void checkEphemeralBytes(Path path) {
        if (!options.listEphemerals()) {
            return;
        }
        long bytes = ephemeralBytes.add(request.sessionId(), path);
        if (bytes + RECORD_OVERHEAD_BYTES > options.recordBytesMax()) {
            throw new Refusal(ErrorCode.BAD_ARGUMENTS);
        }
    }

    private void checkSession() {
        if (!sessionIsOpen.test(request.sessionId())) {
            throw new Refusal(ErrorCode.SESSION_EXPIRED);
        }
    }

    private void checkPermission(List<Acl> acl, int permission) {
        if (!acls.allows(acl, permission, request.identities())) {
            throw new Refusal(ErrorCode.NO_AUTH);
        }
    }

    private static void checkVersion(int expected, int found) {
        if (expected != -1 && expected != found) {
            throw new Refusal(ErrorCode.BAD_VERSION);
        }
    }

    private TipNode existing(Path path) {
        TipNode node = tip.find(path);
        if (node == null) {
            throw new Refusal(ErrorCode.NO_NODE);
        }
        return node;
    }

    private static Path valid(Path path) {
        if (path == null || !path.isValid()) {
            throw new Refusal(ErrorCode.BAD_ARGUMENTS);
        }
        return path;
    }

    private static Path notNull(Path path) {
        if (path == null) {
            throw new Refusal(ErrorCode.MARSHALLING_ERROR);
        }
        return path;
    }

    /** At least the encoded size of a part: what counts is data, path and access control list. */
    private static long sizeBound(Txn txn) {
        if (txn instanceof Txn.Create create) {
            int data = create.data() == null ? 0 : create.data().length;
            return 32L + create.path().length() + data + sizeBound(create.acl());
        } else if (txn instanceof Txn.SetData set) {
            return 16L + set.path().length() + (set.data() == null ? 0 : set.data().length);
        } else if (txn instanceof Txn.SetAcl set) {
            return 16L + set.path().length() + sizeBound(set.acl());
        } else if (txn instanceof Txn.Delete delete) {
            return 8L + delete.path().length();
        } else if (txn instanceof Txn.Check check) {
            return 8L + check.path().length();
        }
        return 0;
    }

    private static long sizeBound(List<Acl> acl) {
        long bytes = 4;
        for (Acl entry : acl) {
            // Three bytes are the most that UTF-8 needs for one UTF-16 unit.
            bytes += 12 + 3L * (entry.id().scheme().length() + length(entry.id().id()));
        }
        return bytes;
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }
}
