package io.paddock.testsupport;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** An entry of an ACL as a test writes and reads it: perms int32, scheme string, id string, both may be null. */
public record AclEntry(int perms, String scheme, String id) {

    public static final int ALL = 31;
    public static final List<AclEntry> OPEN = List.of(new AclEntry(ALL, "world", "anyone"));

    /** The entry that lets this user in, with the digest that the server computes for it. */
    public static AclEntry digest(int perms, String user, String password) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            return new AclEntry(
                    perms, "digest", user + ":" + Base64.getEncoder().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-1", e);
        }
    }

    public static AclEntry read(WireInput in) {
        return new AclEntry(in.int32(), in.string(), in.string());
    }

    public void write(WireOutput out) {
        out.int32(perms).string(scheme).string(id);
    }
}
