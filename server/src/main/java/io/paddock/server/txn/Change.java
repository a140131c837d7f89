package io.paddock.server.txn;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.common.protocol.WatchEventType;
import java.util.List;

/**
 * What a transaction did to one znode, as watches see it: NODE_CREATED, NODE_DELETED or NODE_DATA_CHANGED. The lists say
 * who may learn of it: that of the node (the deleted node's for a deletion) and, for the first two, of its parent, whose
 * children changed too.
 *
 * @param parent null for NODE_DATA_CHANGED
 * @param parentAcl null for NODE_DATA_CHANGED
 */
public record Change(WatchEventType type, Path path, List<Acl> acl, Path parent, List<Acl> parentAcl, long zxid) {}
