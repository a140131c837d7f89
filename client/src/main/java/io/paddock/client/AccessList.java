package io.paddock.client;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Makes access control lists: {@code AccessList.empty().creator(Acl.ALL).anyone(Acl.READ).toList()}. Immutable: each
 * method gives another one. Permissions are sums of {@link Acl#READ} and its neighbours.
 */
public final class AccessList {

    private static final AccessList EMPTY = new AccessList(List.of());

    private final List<Acl> entries;

    private AccessList(List<Acl> entries) {
        this.entries = entries;
    }

    /** To begin with. An empty list itself is refused by servers. */
    public static AccessList empty() {
        return EMPTY;
    }

    public AccessList anyone(int permissions) {
        return with(permissions, AuthId.ANYONE);
    }

    /** Every identity that the connection has when the list is stored; invalid if it has none. */
    public AccessList creator(int permissions) {
        return with(permissions, new AuthId("auth", ""));
    }

    /** A user of the digest scheme by name and password; only the hash is sent. */
    public AccessList digest(String user, String password, int permissions) {
        return with(permissions, new AuthId("digest", digestId(user, password)));
    }

    /** Connections from an address, or with {@code address/bits} from a network. */
    public AccessList ip(String address, int permissions) {
        return with(permissions, new AuthId("ip", address));
    }

    /** An identity of any scheme. */
    public AccessList id(String scheme, String id, int permissions) {
        return with(permissions, new AuthId(scheme, id));
    }

    /** Unmodifiable. */
    public List<Acl> toList() {
        return entries;
    }

    /** {@code user:hash} as it stands in lists: base64 of SHA-1 over {@code user:password} (client protocol 7.3). */
    public static String digestId(String user, String password) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            return user + ":" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private AccessList with(int permissions, AuthId id) {
        List<Acl> longer = new ArrayList<>(entries);
        longer.add(new Acl(permissions, id));
        return new AccessList(List.copyOf(longer));
    }
}
