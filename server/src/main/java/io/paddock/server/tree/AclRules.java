package io.paddock.server.tree;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import java.util.List;

/**
 * Who may do what (server semantics, section 8), as the core needs it. The schemes behind it live in the {@code auth}
 * room. Used by the replica thread and by the threads that serve reads: implementations are immutable.
 */
public interface AclRules {

    /** True if one of these identities has any bit of {@code perm} (see {@link Acl}) by this list. */
    boolean allows(List<Acl> acl, int perm, List<AuthId> who);

    /**
     * The list to store for a requested one, with {@code auth} replaced by the identities of the requester; null if the
     * request is to be answered with InvalidACL.
     */
    List<Acl> resolve(List<Acl> requested, List<AuthId> who);

    /** The list as getACL shows it to somebody without the ADMIN permission. */
    List<Acl> masked(List<Acl> acl, List<AuthId> who);
}
