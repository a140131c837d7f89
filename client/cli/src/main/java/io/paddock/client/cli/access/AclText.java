package io.paddock.client.cli.access;

import io.paddock.client.cli.output.Output;
import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import java.util.ArrayList;
import java.util.List;

/** Access control lists as they are typed and shown: {@code scheme:id:perms}, with commas between entries. */
public final class AclText {

    private static final String LETTERS = "cdrwa";
    private static final int[] BITS = {Acl.CREATE, Acl.DELETE, Acl.READ, Acl.WRITE, Acl.ADMIN};

    private AclText() {}

    /** The entries that can be read; what is wrong with the others is said on standard error (specification, cli 7.2). */
    public static List<Acl> parse(String text, Output output) {
        List<Acl> list = new ArrayList<>();
        for (String entry : text.split(",")) {
            int first = entry.indexOf(':');
            int last = entry.lastIndexOf(':');
            if (first < 0 || first == last) {
                output.error(entry + " does not have the form scheme:id:perm");
            } else {
                AuthId id = new AuthId(entry.substring(0, first), entry.substring(first + 1, last));
                list.add(new Acl(permissions(entry.substring(last + 1), output), id));
            }
        }
        return list;
    }

    private static int permissions(String letters, Output output) {
        int permissions = 0;
        for (char letter : letters.toCharArray()) {
            int index = LETTERS.indexOf(letter);
            if (index < 0) {
                output.error("Unknown perm type: " + letter);
            } else {
                permissions |= BITS[index];
            }
        }
        return permissions;
    }

    /** {@code cdrwa}, or what of it is permitted. */
    public static String letters(int permissions) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < BITS.length; i++) {
            if ((permissions & BITS[i]) != 0) {
                letters.append(LETTERS.charAt(i));
            }
        }
        return letters.toString();
    }

    /** {@code scheme:id:perms}, ready for {@code setAcl}. */
    public static String entry(Acl acl) {
        return acl.id().scheme() + ":" + acl.id().id() + ":" + letters(acl.perms());
    }
}
