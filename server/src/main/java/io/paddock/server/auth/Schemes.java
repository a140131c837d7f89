package io.paddock.server.auth;

import io.paddock.common.AuthId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The schemes that are on, by name. {@code world}, {@code auth} and {@code super} are none: the rules know them. */
final class Schemes {

    private final Map<String, Scheme> byName = new LinkedHashMap<>();

    Schemes(AuthOptions options) {
        add(new IpScheme());
        if (options.digestEnabled()) {
            add(new DigestScheme(options.digestAlg(), options.superDigest()));
        }
        if (options.saslEnabled()) {
            add(new SaslScheme(options.letAnySaslUserDoX()));
        }
        if (options.x509Enabled()) {
            add(new X509Scheme(options.x509SuperUser()));
        }
        if (options.ensembleEnabled()) {
            add(new EnsembleScheme(options.ensembleNames()));
        }
    }

    private void add(Scheme scheme) {
        byName.put(scheme.name(), scheme);
    }

    /** The scheme, or null. */
    Scheme find(String name) {
        return byName.get(name);
    }

    boolean isAuthenticated(AuthId identity) {
        Scheme scheme = find(identity.scheme());
        return scheme != null && scheme.isAuthenticated();
    }
}
