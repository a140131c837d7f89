package io.paddock.server.auth;

import io.paddock.common.AuthId;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names those whom somebody else has authenticated: the network, TLS, SASL (client protocol, section 7.1). Immutable. */
public final class Identities {

    static final String SUPER_SCHEME = "super";

    /** Whoever has this identity passes every permission check. */
    public static final AuthId SUPER = new AuthId(SUPER_SCHEME, "");

    private final Set<String> saslSuperUsers;
    private final String x509SuperUser;

    public Identities(AuthOptions options) {
        saslSuperUsers = Set.copyOf(options.saslSuperUsers());
        x509SuperUser = options.x509SuperUser();
    }

    /** The first identity of every connection. An interface name behind a link-local address is left out. */
    public static AuthId ofAddress(InetAddress remote) {
        String text = remote.getHostAddress();
        int zone = text.indexOf('%');
        return new AuthId(IpScheme.NAME, zone < 0 ? text : text.substring(0, zone));
    }

    /**
     * The identities after a handshake with a client certificate that is trusted.
     *
     * @param subject its subject in RFC 2253 form
     */
    public List<AuthId> withCertificate(List<AuthId> who, String subject) {
        AuthId identity = new AuthId(X509Scheme.NAME, subject);
        return subject.equals(x509SuperUser) ? with(who, SUPER, identity) : with(who, identity);
    }

    /** The identities after SASL has authenticated the client as this authorization id. */
    public List<AuthId> withSasl(List<AuthId> who, String authorizationId) {
        AuthId identity = new AuthId(SaslScheme.NAME, authorizationId);
        return saslSuperUsers.contains(authorizationId) ? with(who, SUPER, identity) : with(who, identity);
    }

    /** Both, each identity once. */
    static List<AuthId> with(List<AuthId> who, AuthId... added) {
        List<AuthId> all = new ArrayList<>(who);
        for (AuthId identity : added) {
            if (!all.contains(identity)) {
                all.add(identity);
            }
        }
        return all.size() == who.size() ? who : List.copyOf(all);
    }

    static boolean isSuper(List<AuthId> who) {
        for (int i = 0; i < who.size(); i++) {
            if (who.get(i).scheme().equals(SUPER_SCHEME)) {
                return true;
            }
        }
        return false;
    }
}
