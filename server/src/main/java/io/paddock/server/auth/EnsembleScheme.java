package io.paddock.server.auth;

import io.paddock.common.AuthId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Scheme {@code ensemble}: a client names the ensemble that it means, so that it finds out at once if a name server sends
 * it elsewhere. It gives no identity.
 */
final class EnsembleScheme implements Scheme {

    private static final String NAME = "ensemble";

    /** Empty: every name is right. */
    private final List<String> names;

    EnsembleScheme(List<String> names) {
        this.names = names;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isValid(String id) {
        return false;
    }

    @Override
    public boolean matches(String own, String id) {
        return false;
    }

    @Override
    public boolean isAuthenticated() {
        return false;
    }

    @Override
    public Decision onPacket(byte[] auth, List<AuthId> who) {
        boolean isAny = names.isEmpty() || auth == null || auth.length == 0;
        return isAny || names.contains(new String(auth, StandardCharsets.UTF_8))
                ? Decision.accepted(who)
                : Decision.closed(who);
    }
}
