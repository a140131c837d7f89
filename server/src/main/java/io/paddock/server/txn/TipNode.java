package io.paddock.server.txn;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.server.tree.NodeDigest;
import io.paddock.server.tree.Tree;
import java.util.List;

/**
 * A znode as it will be when all that is proposed has been applied: what preparation and the digest need to know of it.
 * A change is made on a {@link #copy}, so that an undone multi finds the former form untouched.
 */
final class TipNode {

    /** Of the transaction that gave the node this form; 0 for one taken from the tree. */
    long changedBy;

    boolean exists = true;
    long czxid;
    long mzxid;
    long pzxid;
    long ctime;
    long mtime;
    long owner;
    int version;
    int cversion;
    int aversion;
    int children;
    int dataLength;
    int prefixCrc;
    List<Acl> acl;

    static TipNode of(Tree tree, int node) {
        TipNode tip = new TipNode();
        tip.czxid = tree.czxid(node);
        tip.mzxid = tree.mzxid(node);
        tip.pzxid = tree.pzxid(node);
        tip.ctime = tree.ctime(node);
        tip.mtime = tree.mtime(node);
        tip.owner = tree.owner(node);
        tip.version = tree.version(node);
        tip.cversion = tree.cversion(node);
        tip.aversion = tree.aversion(node);
        tip.children = tree.childCount(node);
        tip.dataLength = tree.dataLength(node);
        tip.prefixCrc = tree.prefixCrc(node);
        tip.acl = tree.acl(node);
        return tip;
    }

    static TipNode created(Path path, byte[] data, List<Acl> acl, long owner, long zxid, long timeMs) {
        TipNode tip = new TipNode();
        tip.czxid = zxid;
        tip.mzxid = zxid;
        tip.pzxid = zxid;
        tip.ctime = timeMs;
        tip.mtime = timeMs;
        tip.owner = owner;
        tip.dataLength = data == null ? 0 : data.length;
        tip.prefixCrc = NodeDigest.prefix(path.utf8(), data);
        tip.acl = acl;
        return tip;
    }

    static TipNode deleted() {
        TipNode tip = new TipNode();
        tip.exists = false;
        return tip;
    }

    TipNode copy() {
        TipNode tip = new TipNode();
        tip.exists = exists;
        tip.czxid = czxid;
        tip.mzxid = mzxid;
        tip.pzxid = pzxid;
        tip.ctime = ctime;
        tip.mtime = mtime;
        tip.owner = owner;
        tip.version = version;
        tip.cversion = cversion;
        tip.aversion = aversion;
        tip.children = children;
        tip.dataLength = dataLength;
        tip.prefixCrc = prefixCrc;
        tip.acl = acl;
        return tip;
    }

    /** What this node adds to the digest of the tree. */
    long digest(Path path) {
        if (!exists || NodeDigest.isLeftOut(path)) {
            return 0;
        }
        return NodeDigest.of(prefixCrc, czxid, mzxid, pzxid, ctime, mtime, version, cversion, aversion, owner);
    }
}
