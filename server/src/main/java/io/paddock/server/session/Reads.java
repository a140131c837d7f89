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

    Reads(Tree tree, AclRules acls, Authenticator authenticator, WatchTable<Connection> watches) {
        this.tree = tree;
        this.acls = acls;
        this.authenticator = authenticator;
        this.watches = watches;
    }

    /** Writes the body of the reply, unless it answers an error. */
    ErrorCode serve(Connection connection, ClientRequest request, WireOutput out) {
        if (request instanceof GetData get) {
            return getData(connection, get.path(), get.watch(), out);
        } else if (request instanceof Exists exists) {
            return exists(connection, exists, out);
        } else if (request instanceof GetChildren get) {
            return getChildren(connection, get.path(), get.watch(), false, out);
        } else if (request instanceof GetChildren2 get) {
            return getChildren(connection, get.path(), get.watch(), true, out);
        } else if (request instanceof GetAcl get) {
            return getAcl(connection, get.path(), out);
        } else if (request instanceof Sync sync) {
            out.path(sync.path());
            return ErrorCode.OK;
        } else if (request instanceof MultiRead multi) {
            return multiRead(connection, multi, out);
        } else if (request instanceof GetAllChildrenNumber get) {
            return countDescendants(connection, get.path(), out);
        } else if (request instanceof GetEphemerals get) {
            return getEphemerals(connection, get.prefix(), out);
        }
        return watchRequest(connection, request, out);
    }

    private ErrorCode watchRequest(Connection connection, ClientRequest request, WireOutput out) {
        if (request instanceof AddWatch add) {
            boolean recursive = add.mode() == AddWatchMode.PERSISTENT_RECURSIVE;
            watches.add(add.path(), connection, recursive ? WatchKind.RECURSIVE : WatchKind.PERSISTENT);
            out.int32(0);
            return ErrorCode.OK;
        } else if (request instanceof CheckWatches check) {
            boolean found = watches.holds(check.path(), connection, check.type());
            return found ? ErrorCode.OK : ErrorCode.NO_WATCHER;
        } else if (request instanceof RemoveWatches remove) {
            boolean found = watches.remove(remove.path(), connection, remove.type());
            return found ? ErrorCode.OK : ErrorCode.NO_WATCHER;
        } else if (request instanceof SetWatches set) {
            throw new IllegalStateException("setWatches has replies of its own: " + set.op());
        } else if (request instanceof WhoAmI) {
            whoAmI(connection, out);
            return ErrorCode.OK;
        }
        return ErrorCode.UNIMPLEMENTED;
    }

    private ErrorCode getData(Connection connection, Path path, boolean watch, WireOutput out) {
        int node = tree.find(path);
        if (node == Tree.NONE) {
            return ErrorCode.NO_NODE;
        }
        if (!mayRead(connection, node)) {
            return ErrorCode.NO_AUTH;
        }
        if (watch) {
            watches.add(path, connection, WatchKind.DATA);
        }
        tree.writeData(node, out);
        tree.writeStat(node, out);
        return ErrorCode.OK;
    }

    private ErrorCode exists(Connection connection, Exists exists, WireOutput out) {
        if (exists.path().hasNul()) {
            return ErrorCode.BAD_ARGUMENTS;
        }
        int node = tree.find(exists.path());
        if (node != Tree.NONE && !mayRead(connection, node)) {
            return ErrorCode.NO_AUTH;
        }
        if (exists.watch()) {
            watches.add(exists.path(), connection, WatchKind.DATA);
        }
        if (node == Tree.NONE) {
            return ErrorCode.NO_NODE;
        }
        tree.writeStat(node, out);
        return ErrorCode.OK;
    }

    private ErrorCode getChildren(Connection connection, Path path, boolean watch, boolean stat, WireOutput out) {
        int node = tree.find(path);
        if (node == Tree.NONE) {
            return ErrorCode.NO_NODE;
        }
        if (!mayRead(connection, node)) {
            return ErrorCode.NO_AUTH;
        }
        if (watch) {
            watches.add(path, connection, WatchKind.CHILD);
        }
        tree.writeChildren(node, out);
        if (stat) {
            tree.writeStat(node, out);
        }
        return ErrorCode.OK;
    }

    private ErrorCode getAcl(Connection connection, Path path, WireOutput out) {
        int node = tree.find(path);
        if (node == Tree.NONE) {
            return ErrorCode.NO_NODE;
        }
        List<Acl> acl = tree.acl(node);
        if (!acls.allows(acl, Acl.READ | Acl.ADMIN, connection.identities)) {
            return ErrorCode.NO_AUTH;
        }
        Acl.writeList(out, acls.masked(acl, connection.identities));
        tree.writeStat(node, out);
        return ErrorCode.OK;
    }

    private ErrorCode countDescendants(Connection connection, Path path, WireOutput out) {
        int node = tree.find(path);
        if (node == Tree.NONE) {
            return ErrorCode.NO_NODE;
        }
        if (!mayRead(connection, node)) {
            return ErrorCode.NO_AUTH;
        }
        out.int32(tree.descendants(node));
        return ErrorCode.OK;
    }

    private ErrorCode getEphemerals(Connection connection, Path prefix, WireOutput out) {
        String wanted = prefix == null ? "" : prefix.toString().trim();
        boolean all = wanted.isEmpty() || wanted.equals("/");
        String start = all ? "" : prefix.toString();
        List<Path> matching = new ArrayList<>();
        for (Path path : tree.ephemeralsOf(connection.sessionId)) {
            if (all || path.toString().startsWith(start)) {
                matching.add(path);
            }
        }
        out.vector(matching, (path, to) -> to.path(path));
        return ErrorCode.OK;
    }

    private ErrorCode multiRead(Connection connection, MultiRead multi, WireOutput out) {
        for (ClientRequest op : multi.ops()) {
            int start = out.size();
            Replies.multiHeader(out, op.op(), 0);
            ErrorCode err = op instanceof GetData get
                    ? getData(connection, get.path(), false, out)
                    : getChildren(connection, ((GetChildren) op).path(), false, false, out);
            if (err != ErrorCode.OK) {
                out.truncate(start);
                Replies.multiHeader(out, OpCode.ERROR, err.code());
                out.int32(err.code());
            }
        }
        MultiHeader.CLOSING.write(out);
        return ErrorCode.OK;
    }

    private void whoAmI(Connection connection, WireOutput out) {
        out.vector(
                connection.identities,
                (AuthId identity, WireOutput to) ->
                        to.string(identity.scheme()).string(authenticator.userName(identity)));
    }

    /** Sends what the client missed as notifications, in the order of the lists, and sets the watches that still stand. */
    void setWatches(Connection connection, SetWatches set, WireOutput out) {
        long since = set.relativeZxid();
        for (Path path : set.data()) {
            int node = tree.find(path);
            if (node == Tree.NONE) {
                Replies.event(out, WatchEventType.NODE_DELETED, path, NO_ZXID);
            } else if (tree.mzxid(node) > since) {
                eventIfReadable(connection, node, WatchEventType.NODE_DATA_CHANGED, path, out);
            } else {
                watches.add(path, connection, WatchKind.DATA);
            }
        }
        for (Path path : set.exist()) {
            int node = tree.find(path);
            if (node == Tree.NONE) {
                watches.add(path, connection, WatchKind.DATA);
            } else {
                eventIfReadable(connection, node, WatchEventType.NODE_CREATED, path, out);
            }
        }
        for (Path path : set.child()) {
            int node = tree.find(path);
            if (node == Tree.NONE) {
                Replies.event(out, WatchEventType.NODE_DELETED, path, NO_ZXID);
            } else if (tree.pzxid(node) > since) {
                eventIfReadable(connection, node, WatchEventType.NODE_CHILDREN_CHANGED, path, out);
            } else {
                watches.add(path, connection, WatchKind.CHILD);
            }
        }
        for (Path path : set.persistent()) {
            watches.add(path, connection, WatchKind.PERSISTENT);
        }
        for (Path path : set.recursive()) {
            watches.add(path, connection, WatchKind.RECURSIVE);
        }
    }

    private void eventIfReadable(Connection connection, int node, WatchEventType type, Path path, WireOutput out) {
        if (mayRead(connection, node)) {
            Replies.event(out, type, path, NO_ZXID);
        }
    }

    private boolean mayRead(Connection connection, int node) {
        return acls.allows(tree.acl(node), Acl.READ, connection.identities);
    }
}
