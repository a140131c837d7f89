package io.paddock.server.auth;

import io.paddock.common.AuthId;
import java.util.List;

/** What one scheme knows of its identities (client protocol, section 7.3). Immutable. */
interface Scheme {

    String name();

    /** May this be the id of an ACL entry? Never null. */
    boolean isValid(String id);

    /** Does a connection with its own id match this id of an ACL entry? */
    boolean matches(String own, String id);

    /** Do its identities stand in for scheme {@code auth}? */
    boolean isAuthenticated();

    /** An auth packet of this scheme; auth may be null. */
    Decision onPacket(byte[] auth, List<AuthId> who);

    default String userName(String id) {
        return id;
    }
}
