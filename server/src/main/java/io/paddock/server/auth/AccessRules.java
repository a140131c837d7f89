package io.paddock.server.auth;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.tree.AclRules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Who may do what (client protocol, sections 7.4 and 7.5; server semantics, section 8). Immutable. */
public final class AccessRules implements AclRules {

    private static final String AUTH_SCHEME = "auth";

    /**
     * Longer lists are refused while they are resolved, not when the record turns out too long: every entry of scheme auth
     * stands for all identities of its client, so that a frame of 1 MB could ask for a list of gigabytes. An entry takes 14
     * bytes at least, so at the default limit of 2 MB no record could hold such a list anyway.
     */
    private static final int ENTRIES_MAX = 150_000;

    private final boolean skipAcl;
    private final Schemes schemes;

    public AccessRules(AuthOptions options) {
        skipAcl = options.skipAcl();
        schemes = new Schemes(options);
    }

    /** Several bits in {@code perm} ask for any of them, as getACL does for READ or ADMIN. */
    @Override
    public boolean allows(List<Acl> acl, int perm, List<AuthId> who) {
        if (acl == Acl.OPEN && (perm & Acl.ALL) != 0) {
            return true; // By far the most frequent list; the tree keeps it as this object.
        }
        if (skipAcl || acl.isEmpty() || Identities.isSuper(who)) {
            return true;
        }
        for (int i = 0; i < acl.size(); i++) {
            Acl entry = acl.get(i);
            if ((entry.perms() & perm) != 0 && names(entry.id(), who)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<Acl> resolve(List<Acl> requested, List<AuthId> who) {
        if (requested == null || requested.isEmpty()) {
            return null;
        }
        if (requested.equals(Acl.OPEN)) {
            return Acl.OPEN;
        }
        List<Acl> resolved = new ArrayList<>();
        for (Acl entry : new LinkedHashSet<>(requested)) {
            if (AUTH_SCHEME.equals(entry.id().scheme())) {
                if (!addAuthenticated(resolved, entry.perms(), who)) {
                    return null;
                }
            } else if (isValid(entry.id())) {
                resolved.add(entry);
            } else {
                return null;
            }
            if (resolved.size() > ENTRIES_MAX) {
                return null;
            }
        }
        return resolved.equals(Acl.OPEN) ? Acl.OPEN : List.copyOf(resolved);
    }

    /** The list itself for those who have ADMIN by it; hashes of passwords are hidden from all others. */
    @Override
    public List<Acl> masked(List<Acl> acl, List<AuthId> who) {
        return allows(acl, Acl.ADMIN, who)
                ? acl
                : acl.stream().map(AccessRules::mask).toList();
    }

    private boolean addAuthenticated(List<Acl> resolved, int perms, List<AuthId> who) {
        boolean any = false;
        for (AuthId identity : who) {
            if (schemes.isAuthenticated(identity)) {
                resolved.add(new Acl(perms, identity));
                any = true;
            }
        }
        return any;
    }

    private boolean isValid(AuthId id) {
        if (id.scheme() == null) {
            return false;
        }
        boolean isWorld = id.scheme().equals(AuthId.ANYONE.scheme());
        Scheme scheme = schemes.find(id.scheme());
        if (scheme == null && !isWorld) {
            return false;
        }
        if (id.id() == null) {
            throw new MalformedRecord("an ACL entry of scheme " + id.scheme() + " has a null id");
        }
        return isWorld ? id.equals(AuthId.ANYONE) : scheme.isValid(id.id());
    }

    private boolean names(AuthId id, List<AuthId> who) {
        if (id == AuthId.ANYONE || id.equals(AuthId.ANYONE)) {
            return true;
        }
        Scheme scheme = schemes.find(id.scheme());
        if (scheme == null || id.id() == null) {
            return false;
        }
        for (int i = 0; i < who.size(); i++) {
            AuthId own = who.get(i);
            if (own.scheme().equals(id.scheme()) && scheme.matches(own.id(), id.id())) {
                return true;
            }
        }
        return false;
    }

    private static Acl mask(Acl entry) {
        AuthId id = entry.id();
        return DigestScheme.NAME.equals(id.scheme())
                ? new Acl(entry.perms(), new AuthId(id.scheme(), DigestScheme.mask(id.id())))
                : entry;
    }
}
