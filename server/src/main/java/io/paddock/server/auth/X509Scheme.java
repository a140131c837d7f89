package io.paddock.server.auth;

import io.paddock.common.AuthId;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Scheme {@code x509}: the subject of the certificate that the client showed in the TLS handshake, in RFC 2253 form. The
 * handshake refuses certificates that are not trusted, so an auth packet has only to ask whether there was one.
 */
final class X509Scheme implements Scheme {

    static final String NAME = "x509";

    private final String superUser;

    X509Scheme(String superUser) {
        this.superUser = superUser;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isValid(String id) {
        try {
            return new X500Principal(id) != null;
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }

    @Override
    public boolean matches(String own, String id) {
        return own.equals(id) || own.equals(superUser);
    }

    @Override
    public boolean isAuthenticated() {
        return true;
    }

    @Override
    public Decision onPacket(byte[] auth, List<AuthId> who) {
        for (AuthId identity : who) {
            if (identity.scheme().equals(NAME)) {
                return Decision.accepted(who);
            }
        }
        return Decision.refused(who);
    }
}
