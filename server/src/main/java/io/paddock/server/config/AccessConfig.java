package io.paddock.server.config;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Who may do what (server semantics, section 8; operations, section 3.4).
 *
 * @param skipAcl no permission is checked
 * @param eagerAclCheck the connected server refuses what its own tree forbids
 * @param digestScheme the scheme {@code digest} exists
 * @param digestAlgorithm name of the hash of that scheme
 * @param superDigest {@code super:<hash>} of the superuser of that scheme, or null
 * @param trustForwardedFor the admin server takes the client address from {@code X-Forwarded-For}
 * @param x509SuperUser subject of the superuser's certificate, or null
 * @param saslSuperUsers user names that are super in scheme {@code sasl}
 * @param providers classes of further schemes, by the suffix of their key
 * @param requiredSchemes one of these must have authenticated a client before its first request; empty: none needed
 * @param keepSaslFailed clients that fail to authenticate with SASL stay connected
 * @param anySaslUserId an id in ACLs that every user of scheme {@code sasl} matches, or null
 * @param ensembleNames names that scheme {@code ensemble} accepts; empty: all
 */
public record AccessConfig(
        boolean skipAcl,
        boolean eagerAclCheck,
        boolean digestScheme,
        String digestAlgorithm,
        String superDigest,
        boolean trustForwardedFor,
        String x509SuperUser,
        List<String> saslSuperUsers,
        SortedMap<String, String> providers,
        List<String> requiredSchemes,
        boolean keepSaslFailed,
        String anySaslUserId,
        List<String> ensembleNames) {

    static AccessConfig read(Settings settings) {
        return new AccessConfig(
                settings.text(Keys.SKIP_ACL).equals("yes"),
                settings.flag(Keys.EAGER_ACL),
                settings.flag(Keys.DIGEST_SCHEME),
                digestAlgorithm(settings),
                settings.text(Keys.SUPER_DIGEST),
                settings.flag(Keys.FORWARDED_FOR),
                settings.text(Keys.X509_SUPER_USER),
                saslSuperUsers(settings),
                settings.allUnder(Keys.AUTH_PROVIDER),
                requiredSchemes(settings),
                settings.flag(Keys.ALLOW_SASL_FAILED),
                settings.text(Keys.ANY_SASL_USER),
                commaList(settings.text(Keys.ENSEMBLE_NAMES)));
    }

    private static String digestAlgorithm(Settings settings) {
        String algorithm = settings.text(Keys.DIGEST_ALGORITHM);
        try {
            MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException unknown) {
            settings.report(
                    Problem.Severity.UNSTARTABLE,
                    settings.find(Keys.DIGEST_ALGORITHM),
                    "This Java has no digest algorithm " + algorithm,
                    "a name such as SHA1 or SHA-256");
        }
        return algorithm;
    }

    private static List<String> saslSuperUsers(Settings settings) {
        List<String> users = new ArrayList<>();
        settings.allUnder(Keys.SUPER_USER).forEach((suffix, user) -> {
            if (suffix.isEmpty() || suffix.startsWith(".")) {
                users.add(user);
            }
        });
        return List.copyOf(users);
    }

    private static List<String> requiredSchemes(Settings settings) {
        boolean enforced = settings.flag(Keys.ENFORCE_AUTH);
        List<String> schemes = commaList(settings.text(Keys.ENFORCE_SCHEMES));
        if (enforced && schemes.isEmpty()) {
            settings.refuse(
                    settings.find(Keys.ENFORCE_AUTH),
                    "zookeeper.enforce.auth.enabled is true zookeeper.enforce.auth.schemes must be  configured.",
                    "schemes such as sasl in enforce.auth.schemes");
        }
        if (settings.flag(Keys.REQUIRE_SASL)) {
            return List.of("sasl");
        }
        return enforced ? schemes : List.of();
    }

    static List<String> commaList(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(",")) {
            if (!word.isBlank()) {
                words.add(word.trim());
            }
        }
        return List.copyOf(words);
    }
}
