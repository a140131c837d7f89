package io.paddock.server.session;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.AddWatch;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.CheckWatches;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Exists;
import io.paddock.common.protocol.GetAcl;
import io.paddock.common.protocol.GetAllChildrenNumber;
import io.paddock.common.protocol.GetChildren;
import io.paddock.common.protocol.GetChildren2;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.GetEphemerals;
import io.paddock.common.protocol.MultiHeader;
import io.paddock.common.protocol.MultiRead;
import io.paddock.common.protocol.RemoveWatches;
import io.paddock.common.protocol.SetWatches;
import io.paddock.common.protocol.Sync;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.protocol.WhoAmI;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import io.paddock.server.watch.WatchKind;
import io.paddock.server.watch.WatchTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers reads from the tree (client protocol, sections 3.8 and 5.7). Only behind the gate, by the owner of the watch
 * table.
 */
final class Reads {

    /** Of notifications that stand for no single change. */
    private static final long NO_ZXID = -1;

    private final Tree tree;
    private final AclRules acls;
    private final Authenticator authenticator;
    private final WatchTable<Connection> watches;
    private final int multiReadBytesMax;

    Reads(
            Tree tree,
            AclRules acls,
            Authenticator authenticator,
            WatchTable<Connection> watches,
            int multiReadBytesMax) {
        this.tree = tree;
        this.acls = acls;
        this.authenticator = authenticator;
        this.watches = watches;
        this.multiReadBytesMax = multiReadBytesMax;
    }

    /** Writes the body of the reply, unless it answers an error. Null: the reply would be longer than any may be. */
    ErrorCode serve(Pending asker, WireOutput out) {
        ClientRequest request = asker.body;
        if (request instanceof GetData get) {
            return getData(asker, get.path(), get.watch(), out);
        } else if (request instanceof Exists exists) {
            return exists(asker, exists, out);
        } else if (request instanceof GetChildren get) {
            return getChildren(asker, get.path(), get.watch(), false, out);
        } else if (request instanceof GetChildren2 get) {
            return getChildren(asker, get.path(), get.watch(), true, out);
        } else if (request instanceof GetAcl get) {
            return getAcl(asker, get.path(), out);
        } else if (request instanceof Sync sync) {
            out.path(sync.path());
            return ErrorCode.OK;
        } else if (request instanceof MultiRead multi) {
            return multiRead(asker, multi, out);
        } else if (request instanceof GetAllChildrenNumber get) {
            return countDescendants(asker, get.path(), out);
        } else if (request instanceof GetEphemerals get) {
            return getEphemerals(asker, get.prefix(), out);
        }
        return watchRequest(asker, request, out);
    }

    private ErrorCode watchRequest(Pending asker, ClientRequest request, WireOutput out) {
        if (request instanceof AddWatch add) {
            boolean recursive = add.mode() == AddWatchMode.PERSISTENT_RECURSIVE;
            watches.add(add.path(), asker.connection, recursive ? WatchKind.RECURSIVE : WatchKind.PERSISTENT);
            out.int32(0);
            return ErrorCode.OK;
        } else if (request instanceof CheckWatches check) {
            boolean found = watches.holds(check.path(), asker.connection, check.type());
            return found ? ErrorCode.OK : ErrorCode.NO_WATCHER;
        } else if (request instanceof RemoveWatches remove) {
            boolean found = watches.remove(remove.path(), asker.connection, remove.type());
            return found ? ErrorCode.OK : ErrorCode.NO_WATCHER;
        } else if (request instanceof SetWatches set) {
            throw new IllegalStateException("setWatches has replies of its own: " + set.op());
        } else if (request instanceof WhoAmI) {
            whoAmI(asker, out);
            return ErrorCode.OK;
        }
        return ErrorCode.UNIMPLEMENTED;
    }

    private ErrorCode getData(Pending asker, Path path, boolean watch, WireOutput out) {
        int node = tree.find(path);
        if (node == Tree.NONE) {
            return ErrorCode.NO_NODE;
        }
        if (!mayRead(asker, node)) {
            return ErrorCode.NO_AUTH;
        }
        if (watch) {
            watches.add(path, asker.connection, WatchKind.DATA);
        }
        tree.writeData(node, out);
        tree.writeStat(node, out);
        return ErrorCode.OK;
    }

    private ErrorCode exists(Pending asker, Exists exists, WireOutput out) {
        if (exists.path().hasNul()) {
            return ErrorCode.BAD_ARGUMENTS;
        }
        int node = tree.find(exists.path());
        if (node != Tree.NONE && !mayRead(asker, node)) {
            return ErrorCode.NO_AUTH;
        }
        if (exists.watch()) {
            watches.add(exists.path(), asker.connection, WatchKind.DATA);
        }
        if (node == Tree.NONE) {
            return ErrorCode.NO_NODE;
        }
        tree.writeStat(node, out);
        return ErrorCode.OK;
    }

    private ErrorCode getChildren(Pending asker, Path path, boolean watch, boolean stat, WireOutput out) {
        int node = tree.find(path);
        if (node == Tree.NONE) {
            return ErrorCode.NO_NODE;
        }
        if (!mayRead(asker, node)) {
            return ErrorCode.NO_AUTH;
        }
        if (watch) {
            watches.add(path, asker.connection, WatchKind.CHILD);
        }
        tree.writeChildren(node, out);
        if (stat) {
            tree.writeStat(node, out);
        }
        return ErrorCode.OK;
    }

    private ErrorCode getAcl(Pending asker, Path path, WireOutput out) {
        int node = tree.find(path);
        if (node == Tree.NONE) {
            return ErrorCode.NO_NODE;
        }
        List<Acl> acl = tree.acl(node);
        if (!acls.allows(acl, Acl.READ | Acl.ADMIN, asker.identities)) {
            return ErrorCode.NO_AUTH;
        }
        Acl.writeList(out, acls.masked(acl, asker.identities));
        tree.writeStat(node, out);
        return ErrorCode.OK;
    }

    private ErrorCode countDescendants(Pending asker, Path path, WireOutput out) {
        int node = tree.find(path);
        if (node == Tree.NONE) {
            return ErrorCode.NO_NODE;
        }
        if (!mayRead(asker, node)) {
            return ErrorCode.NO_AUTH;
        }
        out.int32(tree.descendants(node));
        return ErrorCode.OK;
    }

    private ErrorCode getEphemerals(Pending asker, Path prefix, WireOutput out) {
        String wanted = prefix == null ? "" : prefix.toString().trim();
        boolean all = wanted.isEmpty() || wanted.equals("/");
        String start = all ? "" : prefix.toString();
        List<Path> matching = new ArrayList<>();
        for (Path path : tree.ephemeralsOf(asker.connection.sessionId)) {
            if (all || path.toString().startsWith(start)) {
                matching.add(path);
            }
        }
        out.vector(matching, (path, to) -> to.path(path));
        return ErrorCode.OK;
    }

    /** Null if it would become too long. */
    private ErrorCode multiRead(Pending asker, MultiRead multi, WireOutput out) {
        int from = out.size();
        for (ClientRequest op : multi.ops()) {
            int start = out.size();
            if (start - from > multiReadBytesMax) {
                return null;
            }
            Replies.multiHeader(out, op.op(), 0);
            ErrorCode err = op instanceof GetData get
                    ? getData(asker, get.path(), false, out)
                    : getChildren(asker, ((GetChildren) op).path(), false, false, out);
            if (err != ErrorCode.OK) {
                out.truncate(start);
                Replies.multiHeader(out, OpCode.ERROR, err.code());
                out.int32(err.code());
            }
        }
        MultiHeader.CLOSING.write(out);
        return ErrorCode.OK;
    }

    private void whoAmI(Pending asker, WireOutput out) {
        out.vector(
                asker.identities,
                (AuthId identity, WireOutput to) ->
                        to.string(identity.scheme()).string(authenticator.userName(identity)));
    }

    /** Sends what the client missed as notifications, in the order of the lists, and sets the watches that still stand. */
    void setWatches(Pending asker, SetWatches set, WireOutput out) {
        long since = set.relativeZxid();
        for (Path path : set.data()) {
            int node = tree.find(path);
            if (node == Tree.NONE) {
                Replies.event(out, WatchEventType.NODE_DELETED, path, NO_ZXID);
            } else if (tree.mzxid(node) > since) {
                eventIfReadable(asker, node, WatchEventType.NODE_DATA_CHANGED, path, out);
            } else {
                watches.add(path, asker.connection, WatchKind.DATA);
            }
        }
        for (Path path : set.exist()) {
            int node = tree.find(path);
            if (node == Tree.NONE) {
                watches.add(path, asker.connection, WatchKind.DATA);
            } else {
                eventIfReadable(asker, node, WatchEventType.NODE_CREATED, path, out);
            }
        }
        for (Path path : set.child()) {
            int node = tree.find(path);
            if (node == Tree.NONE) {
                Replies.event(out, WatchEventType.NODE_DELETED, path, NO_ZXID);
            } else if (tree.pzxid(node) > since) {
                eventIfReadable(asker, node, WatchEventType.NODE_CHILDREN_CHANGED, path, out);
            } else {
                watches.add(path, asker.connection, WatchKind.CHILD);
            }
        }
        for (Path path : set.persistent()) {
            watches.add(path, asker.connection, WatchKind.PERSISTENT);
        }
        for (Path path : set.recursive()) {
            watches.add(path, asker.connection, WatchKind.RECURSIVE);
        }
    }

    private void eventIfReadable(Pending asker, int node, WatchEventType type, Path path, WireOutput out) {
        if (mayRead(asker, node)) {
            Replies.event(out, type, path, NO_ZXID);
        }
    }

    private boolean mayRead(Pending asker, int node) {
        return acls.allows(tree.acl(node), Acl.READ, asker.identities);
    }
}
