package io.paddock.server.auth;

import io.paddock.common.AuthId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * Scheme {@code digest}: a client says {@code user:password} and is {@code user:<base64 of the hash of all that>}. There
 * is no list of users; who knows the password in an ACL matches it.
 */
final class DigestScheme implements Scheme {

    static final String NAME = "digest";

    private final String algorithm;
    /** UTF-8 of {@code super:<hash>}, or null. */
    private final byte[] superDigest;

    DigestScheme(String algorithm, String superDigest) {
        this.algorithm = algorithm;
        this.superDigest = superDigest == null ? null : superDigest.getBytes(StandardCharsets.UTF_8);
        newHash();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isValid(String id) {
        return id.split(":").length == 2;
    }

    @Override
    public boolean matches(String own, String id) {
        return own.equals(id);
    }

    @Override
    public boolean isAuthenticated() {
        return true;
    }

    @Override
    public Decision onPacket(byte[] auth, List<AuthId> who) {
        if (auth == null) {
            return Decision.refused(who);
        }
        String id = idOf(auth);
        AuthId identity = new AuthId(NAME, id);
        return Decision.accepted(
                isSuper(id) ? Identities.with(who, Identities.SUPER, identity) : Identities.with(who, identity));
    }

    @Override
    public String userName(String id) {
        return userOf(id);
    }

    private String idOf(byte[] auth) {
        String hash = Base64.getEncoder().encodeToString(newHash().digest(auth));
        return userOf(new String(auth, StandardCharsets.UTF_8)) + ":" + hash;
    }

    /** In a time that does not tell how much was right. */
    private boolean isSuper(String id) {
        return superDigest != null && MessageDigest.isEqual(superDigest, id.getBytes(StandardCharsets.UTF_8));
    }

    /** An id as those see it who may not administer the node. */
    static String mask(String id) {
        int colon = id.indexOf(':');
        return colon < 0 ? id : id.substring(0, colon) + ":x";
    }

    private static String userOf(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    private MessageDigest newHash() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("This Java has no digest algorithm " + algorithm, e);
        }
    }
}
