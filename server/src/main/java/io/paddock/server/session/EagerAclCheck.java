package io.paddock.server.session;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.SetAcl;
import io.paddock.common.protocol.SetData;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import java.util.List;
import java.util.Set;

/**
 * Refuses writes by the access control lists of the tree as it is, before the replica sees them (client protocol, section
 * 3.4): first an invalid list, then a missing permission. Everything else, a missing node too, is left to the replica.
 *
 * <p>Used behind the gate.
 */
final class EagerAclCheck {

    /** What is wrong with these is their path, whoever asks. */
    private static final Set<Path> SYSTEM_NODES =
            Set.of(Path.ROOT, Path.of("/zookeeper"), Path.of("/zookeeper/quota"), Path.of("/zookeeper/config"));

    private final Tree tree;
    private final AclRules acls;

    EagerAclCheck(Tree tree, AclRules acls) {
        this.tree = tree;
        this.acls = acls;
    }

    /** InvalidACL, NoAuth, or null if the replica shall decide. */
    ErrorCode refusal(ClientRequest request, List<AuthId> who) {
        if (request instanceof Create create) {
            boolean checked = create.op() == OpCode.CREATE || create.op() == OpCode.CREATE2;
            return checked ? create(create, who) : null;
        } else if (request instanceof Delete delete) {
            return permission(parent(delete.path()), Acl.DELETE, who);
        } else if (request instanceof SetData set) {
            return permission(set.path(), Acl.WRITE, who);
        } else if (request instanceof SetAcl set) {
            return listThenPermission(set.acl(), set.path(), Acl.ADMIN, who);
        }
        return null;
    }

    private ErrorCode create(Create create, List<AuthId> who) {
        Path parent = parent(create.path());
        return parent == null ? null : listThenPermission(create.acl(), parent, Acl.CREATE, who);
    }

    private ErrorCode listThenPermission(List<Acl> acl, Path path, int permission, List<AuthId> who) {
        try {
            return acls.resolve(acl, who) == null ? ErrorCode.INVALID_ACL : permission(path, permission, who);
        } catch (MalformedRecord answeredByTheReplica) {
            return null;
        }
    }

    /** Null if the path has none that could be asked. */
    private static Path parent(Path path) {
        boolean hasNone = path == null || path.hasNul() || SYSTEM_NODES.contains(path);
        return hasNone ? null : path.parent();
    }

    private ErrorCode permission(Path path, int permission, List<AuthId> who) {
        int node = path == null ? Tree.NONE : tree.find(path);
        boolean allowed = node == Tree.NONE || acls.allows(tree.acl(node), permission, who);
        return allowed ? null : ErrorCode.NO_AUTH;
    }
}
