package io.paddock.server.auth;

import io.paddock.server.config.AccessConfig;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How this server authenticates and authorizes (operations, section 3.4). The schemes {@code world} and {@code ip} are
 * always on.
 *
 * @param skipAcl every permission check passes
 * @param digestEnabled scheme {@code digest} is on
 * @param digestAlg name of its hash, as Java's security providers know it
 * @param superDigest {@code super:<hash>} of the super user by digest, or null
 * @param saslEnabled scheme {@code sasl} is on
 * @param saslSuperUsers authorization ids that make a super user
 * @param letAnySaslUserDoX an id in ACLs that every SASL user matches, or null
 * @param x509Enabled scheme {@code x509} is on
 * @param x509SuperUser subject of the certificate that makes a super user, or null
 * @param ensembleEnabled scheme {@code ensemble} is on
 * @param ensembleNames names that it accepts; empty: all
 * @param enforcedSchemes one of these must have authenticated a client before its first request; empty: none needed
 */
public record AuthOptions(
        boolean skipAcl,
        boolean digestEnabled,
        String digestAlg,
        String superDigest,
        boolean saslEnabled,
        List<String> saslSuperUsers,
        String letAnySaslUserDoX,
        boolean x509Enabled,
        String x509SuperUser,
        boolean ensembleEnabled,
        List<String> ensembleNames,
        List<String> enforcedSchemes) {

    /** What a server without any setting does. */
    public static final AuthOptions DEFAULT = new AuthOptions(
            false, true, "SHA1", null, false, List.of(), null, false, null, false, List.of(), List.of());

    private static final String PROVIDERS = "org.apache.zookeeper.server.auth.";
    private static final String SASL_PROVIDER = PROVIDERS + "SASLAuthenticationProvider";
    private static final String X509_PROVIDER = PROVIDERS + "X509AuthenticationProvider";
    private static final String ENSEMBLE_PROVIDER = PROVIDERS + "EnsembleAuthenticationProvider";
    private static final Set<String> KNOWN_PROVIDERS = Set.of(
            SASL_PROVIDER,
            X509_PROVIDER,
            ENSEMBLE_PROVIDER,
            PROVIDERS + "DigestAuthenticationProvider",
            PROVIDERS + "IPAuthenticationProvider");

    public AuthOptions {
        saslSuperUsers = List.copyOf(saslSuperUsers);
        ensembleNames = List.copyOf(ensembleNames);
        enforcedSchemes = List.copyOf(enforcedSchemes);
    }

    /**
     * @param securePort the server has a port with TLS, which turns {@code x509} on
     */
    public static AuthOptions of(AccessConfig access, boolean securePort) {
        return new AuthOptions(
                access.skipAcl(),
                access.digestScheme(),
                access.digestAlgorithm(),
                access.superDigest(),
                access.providers().containsValue(SASL_PROVIDER),
                access.saslSuperUsers(),
                access.anySaslUserId(),
                securePort || access.providers().containsValue(X509_PROVIDER),
                access.x509SuperUser(),
                access.providers().containsValue(ENSEMBLE_PROVIDER),
                access.ensembleNames(),
                access.requiredSchemes());
    }

    /** The configured provider classes that mean nothing here, for a warning. */
    public static Set<String> unknownProviders(AccessConfig access) {
        Set<String> unknown = new TreeSet<>(access.providers().values());
        unknown.removeAll(KNOWN_PROVIDERS);
        return unknown;
    }

    @Override
    public String toString() {
        return "AuthOptions[skipAcl=" + skipAcl + ", digest=" + (digestEnabled ? digestAlg : "off") + ", superDigest="
                + (superDigest == null ? "none" : "set") + ", sasl=" + saslEnabled + ", x509=" + x509Enabled
                + ", ensemble=" + ensembleEnabled + ", enforced=" + enforcedSchemes + "]";
    }
}
