package io.paddock.server.auth;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import java.util.Arrays;
import java.util.List;

/**
 * Identities and entries as tests write them: {@code scheme:id} and {@code perms=scheme:id}, separated by blanks; {@code
 * null} is a null, {@code -} an empty list, {@code _} a blank.
 */
final class AclText {

    private AclText() {}

    static List<Acl> list(String text) {
        return words(text).stream().map(AclText::entry).toList();
    }

    static List<AuthId> who(String text) {
        return words(text).stream().map(AclText::identity).toList();
    }

    private static List<String> words(String text) {
        return text.equals("-") ? List.of() : Arrays.asList(text.split(" +"));
    }

    private static Acl entry(String word) {
        int equals = word.indexOf('=');
        return new Acl(Integer.parseInt(word.substring(0, equals)), identity(word.substring(equals + 1)));
    }

    private static AuthId identity(String word) {
        int colon = word.indexOf(':');
        return new AuthId(part(word.substring(0, colon)), part(word.substring(colon + 1)));
    }

    private static String part(String text) {
        return text.equals("null") ? null : text.replace('_', ' ');
    }
}
