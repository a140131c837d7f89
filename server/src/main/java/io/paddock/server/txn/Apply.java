package io.paddock.server.txn;

import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.server.tree.EphemeralOwner;
import io.paddock.server.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Carries transactions out on a tree (server semantics, section 2.2). There is one form for live application and replay:
 * it follows the tolerant rules for a tree that may already show the effect or later ones (storage, section 5.5), which
 * change nothing when the tree is exactly at the transaction before.
 */
public final class Apply {

    private final Tree tree;
    private final Consumer<Change> changes;

    /** The consumer is told of every change that watches can see, in order. */
    public Apply(Tree tree, Consumer<Change> changes) {
        this.tree = tree;
        this.changes = changes;
    }

    /** Replay while loading: nobody watches, and effects that are already there are passed over. */
    public static Outcome replay(Tree tree, LoggedTxn logged) {
        return new Apply(tree, change -> {}).apply(logged);
    }

    /** Applies the transaction and then, its whole effect being visible, makes its zxid the tree's last one. */
    public Outcome apply(LoggedTxn logged) {
        Outcome outcome = apply(logged.header(), logged.txn());
        tree.lastZxid(Math.max(tree.lastZxid(), logged.zxid()));
        return outcome;
    }

    private Outcome apply(TxnHeader header, Txn txn) {
        if (txn instanceof Txn.Create create) {
            return create(header, create);
        } else if (txn instanceof Txn.SetData set) {
            return setData(header, set);
        } else if (txn instanceof Txn.Delete delete) {
            return delete(header, delete.type(), delete.path());
        } else if (txn instanceof Txn.SetAcl set) {
            return setAcl(header, set);
        } else if (txn instanceof Txn.Multi multi) {
            return multi(header, multi);
        } else if (txn instanceof Txn.CreateSession create) {
            tree.addSession(header.sessionId(), create.timeoutMs());
            return Outcome.done(OpCode.CREATE_SESSION);
        } else if (txn instanceof Txn.CloseSession close) {
            return closeSession(header, close);
        } else if (txn instanceof Txn.Failure failure) {
            return Outcome.failed(failure.err());
        }
        return Outcome.done(txn.type()); // A check changes nothing.
    }

    private Outcome create(TxnHeader header, Txn.Create create) {
        Path parentPath = create.path().parent();
        int parent = parentPath == null ? Tree.NONE : tree.find(parentPath);
        if (parent == Tree.NONE) {
            return Outcome.failed(ErrorCode.NO_NODE.code());
        }
        if (create.type() == OpCode.CREATE_TTL && (create.ttlMs() < 1 || create.ttlMs() > EphemeralOwner.TTL_MS_MAX)) {
            // Apache logs such a record and dies of it (storage, hazard H15). It never had an effect anywhere.
            return Outcome.failed(ErrorCode.BAD_ARGUMENTS.code());
        }
        List<Acl> acl = create.acl() == null ? Acl.OPEN : create.acl();
        int node = tree.find(create.path());
        if (node != Tree.NONE && isOfDeadSession(node) && tree.czxid(node) < header.zxid()) {
            // Whoever made this transaction had removed that ephemeral, without a transaction (server semantics, S12).
            deleteBelow(node, header.zxid());
            tree.delete(node, header.zxid());
            node = Tree.NONE;
        }
        if (node != Tree.NONE) {
            tree.setAcl(node, acl, tree.aversion(node));
            tree.raiseParent(parent, create.parentCVersion(), header.zxid());
            return Outcome.failed(ErrorCode.NODE_EXISTS.code());
        }
        long owner = owner(header, create);
        node = tree.create(
                parent,
                create.path(),
                create.data(),
                acl,
                owner,
                create.parentCVersion(),
                header.zxid(),
                header.timeMs());
        changes.accept(new Change(
                WatchEventType.NODE_CREATED, create.path(), acl, parentPath, tree.acl(parent), header.zxid()));
        return new Outcome(create.type(), 0, create.path(), tree.stat(node), null);
    }

    private boolean isOfDeadSession(int node) {
        long owner = tree.owner(node);
        return EphemeralOwner.isSession(owner) && !tree.sessions().containsKey(owner);
    }

    private static long owner(TxnHeader header, Txn.Create create) {
        return switch (create.type()) {
            case CREATE_CONTAINER -> EphemeralOwner.CONTAINER;
            case CREATE_TTL -> EphemeralOwner.ofTtl(create.ttlMs());
            default -> create.ephemeral() ? header.sessionId() : 0;
        };
    }

    private Outcome delete(TxnHeader header, OpCode type, Path path) {
        int node = tree.find(path);
        if (node == Tree.NONE) {
            tree.touchParentOfMissing(path, header.zxid());
            return Outcome.failed(ErrorCode.NO_NODE.code());
        }
        if (path.isRoot()) {
            return Outcome.failed(ErrorCode.NOT_EMPTY.code());
        }
        deleteBelow(node, header.zxid());
        Path parent = path.parent();
        List<Acl> acl = tree.acl(node);
        tree.delete(node, header.zxid());
        changes.accept(
                new Change(WatchEventType.NODE_DELETED, path, acl, parent, tree.acl(tree.find(parent)), header.zxid()));
        return Outcome.done(type);
    }

    /**
     * A znode is deleted only when it has no children, so what is below this one is of a znode that was made later under
     * the same path, in a tree that is ahead of the transaction. The transactions that made it follow and make it again.
     */
    private void deleteBelow(int node, long zxid) {
        if (tree.childCount(node) == 0) {
            return;
        }
        List<Integer> below = new ArrayList<>();
        tree.forEachChild(node, below::add);
        for (int i = 0; i < below.size(); i++) {
            tree.forEachChild(below.get(i), below::add);
        }
        for (int i = below.size() - 1; i >= 0; i--) {
            tree.delete(below.get(i), zxid);
        }
    }

    /**
     * Whether the path is that of a later znode than the one that the transaction changed, in a tree that is ahead. The
     * data and the ACL of the one that is gone are not its own, and nothing need put them right again: its end need not
     * be in the log by its path.
     */
    private boolean isLaterZnode(int node, TxnHeader header) {
        return tree.czxid(node) > header.zxid();
    }

    private Outcome setData(TxnHeader header, Txn.SetData set) {
        int node = tree.find(set.path());
        if (node == Tree.NONE) {
            return Outcome.failed(ErrorCode.NO_NODE.code());
        }
        if (isLaterZnode(node, header)) {
            return Outcome.done(set.type());
        }
        tree.setData(node, set.data(), set.version(), header.zxid(), header.timeMs());
        changes.accept(
                new Change(WatchEventType.NODE_DATA_CHANGED, set.path(), tree.acl(node), null, null, header.zxid()));
        return new Outcome(set.type(), 0, null, tree.stat(node), null);
    }

    private Outcome setAcl(TxnHeader header, Txn.SetAcl set) {
        int node = tree.find(set.path());
        if (node == Tree.NONE) {
            return Outcome.failed(ErrorCode.NO_NODE.code());
        }
        if (isLaterZnode(node, header)) {
            return Outcome.done(OpCode.SET_ACL);
        }
        tree.setAcl(node, set.acl() == null ? Acl.OPEN : set.acl(), set.aversion());
        return new Outcome(OpCode.SET_ACL, 0, null, tree.stat(node), null);
    }

    private Outcome multi(TxnHeader header, Txn.Multi multi) {
        List<Outcome> parts = new ArrayList<>(multi.parts().size());
        if (multi.failed()) {
            for (Txn part : multi.parts()) {
                parts.add(Outcome.failed(part instanceof Txn.Failure failure ? failure.err() : 0));
            }
        } else {
            for (Txn part : multi.parts()) {
                parts.add(apply(header, part));
            }
        }
        return new Outcome(OpCode.MULTI, 0, null, null, parts);
    }

    private Outcome closeSession(TxnHeader header, Txn.CloseSession close) {
        Set<Path> paths = new LinkedHashSet<>();
        if (close.paths() != null) {
            paths.addAll(close.paths());
        }
        paths.addAll(tree.ephemeralsOf(header.sessionId()));
        for (Path path : paths) {
            delete(header, OpCode.DELETE, path);
        }
        tree.removeSession(header.sessionId());
        return Outcome.done(OpCode.CLOSE_SESSION);
    }
}
