package io.paddock.server.auth;

import io.paddock.common.AuthId;
import java.util.List;
import java.util.regex.Pattern;

/** Scheme {@code sasl}: the authorization id that SASL (opcode 102) has found. It has no auth packets. */
final class SaslScheme implements Scheme {

    static final String NAME = "sasl";

    private static final Pattern PRINCIPAL = Pattern.compile("[^/@]*(/[^/@]*)?@[^/@]*");

    /** Whoever authenticates as this matches every SASL id. */
    private static final String SUPER_ID = "super";

    private final String idThatAnybodyMatches;

    SaslScheme(String idThatAnybodyMatches) {
        this.idThatAnybodyMatches = idThatAnybodyMatches;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isValid(String id) {
        return id.indexOf('@') < 0 || PRINCIPAL.matcher(id).matches();
    }

    @Override
    public boolean matches(String own, String id) {
        return own.equals(id) || own.equals(SUPER_ID) || id.equals(idThatAnybodyMatches);
    }

    @Override
    public boolean isAuthenticated() {
        return true;
    }

    @Override
    public Decision onPacket(byte[] auth, List<AuthId> who) {
        return Decision.refused(who);
    }
}
