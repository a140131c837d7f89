package io.paddock.server.auth;

import io.paddock.common.AuthId;
import java.util.List;

/** Judges auth packets (opcode 100) and whether a client has authenticated enough (client protocol, sections 7.2, 7.6). */
public final class AuthPackets {

    private final Schemes schemes;
    private final List<String> enforced;

    public AuthPackets(AuthOptions options) {
        schemes = new Schemes(options);
        enforced = options.enforcedSchemes();
    }

    /**
     * An auth packet from a connection with these identities; scheme and auth may be null. A scheme that is unknown or
     * off is refused, and so are those that no packet can prove: world, auth, super, sasl.
     */
    public Decision accept(String scheme, byte[] auth, List<AuthId> who) {
        Scheme known = schemes.find(scheme);
        return known == null ? Decision.refused(who) : known.onPacket(auth, who);
    }

    /** False if authentication is enforced and none of these identities satisfies it. */
    public boolean satisfiesEnforcement(List<AuthId> who) {
        if (enforced.isEmpty()) {
            return true;
        }
        for (AuthId identity : who) {
            if (enforced.contains(identity.scheme())) {
                return true;
            }
        }
        return false;
    }

    /** The enforced schemes that this server does not have: with these no client could ever satisfy it. */
    public List<String> unavailableEnforcedSchemes() {
        return enforced.stream().filter(name -> schemes.find(name) == null).toList();
    }

    /** The name that whoAmI shows of an identity. */
    public String userName(AuthId identity) {
        Scheme scheme = schemes.find(identity.scheme());
        return scheme == null ? identity.id() : scheme.userName(identity.id());
    }
}
