package io.paddock.interop.differential;

import io.paddock.testsupport.AclEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments that requests are made of: mostly sensible, sometimes wrong in a known way. The znodes are few, so that
 * requests meet each other's effects.
 */
final class Words {

    private static final int REMEMBERED = 24;

    private final Luck luck;
    private final List<String> sequential = new ArrayList<>();

    Words(Luck luck) {
        this.luck = luck;
    }

    /** A name that a server gave to a sequential node, to be used again. */
    void remember(String path) {
        if (sequential.size() == REMEMBERED) {
            sequential.remove(0);
        }
        sequential.add(path);
    }

    String path() {
        int lot = luck.below(100);
        if (lot < 82) {
            return validPath();
        }
        if (lot < 88 && !sequential.isEmpty()) {
            return luck.oneOf(sequential);
        }
        return lot < 93 ? systemPath() : badPath();
    }

    String validPath() {
        StringBuilder path = new StringBuilder();
        int depth = 1 + luck.oneOf(0, 0, 0, 1, 1, 2);
        for (int i = 0; i < depth; i++) {
            path.append('/').append(luck.oneOf("a", "b", "c", "d"));
        }
        return path.toString();
    }

    String systemPath() {
        return luck.oneOf("/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config", "/zookeeper/x");
    }

    String badPath() {
        return luck.oneOf(
                "relative",
                "/a/",
                "//",
                "/a//b",
                "/a/./b",
                "/a/..",
                "/a/.x",
                "/a/...",
                "/a\u0000b",
                "/a/\u0001",
                "/\u007f",
                "/a/\u009f",
                "/\u00a0",
                "/a/\ud7ff",
                "/a/\ue000",
                "/\uf8ff",
                "/\uf900",
                "/\uffef",
                "/\ufffd",
                "/a/\ud83d\ude00",
                "/ä ö~",
                "/missing//x",
                "/a/" + "n".repeat(300));
    }

    byte[] data() {
        return switch (luck.below(12)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> luck.bytes(5000);
            default -> luck.bytes(1 + luck.below(20));
        };
    }

    int version() {
        return luck.percent(55) ? -1 : luck.oneOf(0, 0, 0, 1, 1, 2, 3, -2, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }

    List<AclEntry> acl() {
        return luck.percent(75) ? AclEntry.OPEN : rareAcl();
    }

    List<AclEntry> rareAcl() {
        return switch (luck.below(20)) {
            case 0 -> null;
            case 1 -> List.of();
            case 2 -> List.of(new AclEntry(31, "auth", ""));
            case 3 -> List.of(new AclEntry(31, "auth", null));
            case 4 -> List.of(new AclEntry(1, "world", "anyone"), new AclEntry(31, "auth", "whatever"));
            case 5 -> List.of(new AclEntry(31, "world", "other"));
            case 6 -> List.of(new AclEntry(31, "nobody", "knows"));
            case 7 -> List.of(new AclEntry(31, null, "x"));
            case 8 -> List.of(new AclEntry(31, "ip", luck.oneOf("127.0.0.1", "127.0.0.0/8", "10.0.0.0/8", "::1")));
            case 9 ->
                List.of(new AclEntry(
                        31, "ip", luck.oneOf("300.0.0.1", "127.0.0.1/33", "1.2.3", "", "a:b", "127.0.0.1/x", "::1::")));
            case 10 -> List.of(new AclEntry(31, "digest", luck.oneOf("bob", "a:b:c", ":", "bob:", "")));
            case 11 -> List.of(AclEntry.digest(31, "alice", "pw"), AclEntry.digest(31, "alice", "pw"));
            case 12 -> List.of(new AclEntry(luck.oneOf(0, -1, 64, 8, 2), "world", "anyone"));
            case 13 -> List.of(new AclEntry(31, luck.oneOf("super", "sasl", "x509"), "joe"));
            case 14 -> List.of(new AclEntry(1, "world", "anyone"), AclEntry.digest(31, "alice", "pw"));
            case 15 -> List.of(new AclEntry(5, "world", "anyone"), AclEntry.digest(31, "bob", "pw"));
            case 16 -> List.of(AclEntry.digest(luck.below(32), "bob", "pw"), AclEntry.digest(16, "alice", "pw"));
            case 17 -> List.of(new AclEntry(luck.below(32), "world", "anyone"));
            case 18 -> List.of(new AclEntry(31, "digest", null));
            default -> List.of(new AclEntry(23, "world", "anyone"), new AclEntry(8, "world", "anyone"));
        };
    }

    /** Flags of create and create2: plain, ephemeral, sequential, container, or none of these. */
    int flags() {
        return luck.percent(90) ? luck.oneOf(0, 0, 0, 0, 1, 1, 2, 2, 3, 4) : luck.oneOf(5, 6, 7, 77, -1);
    }

    /** The seven bytes of scheme and data of an auth packet that is accepted or refused. */
    Auth auth() {
        return switch (luck.below(12)) {
            case 0 -> new Auth("ip", new byte[0]);
            case 1 -> new Auth("digest", new byte[0]);
            case 2 -> new Auth("digest", utf8("nocolon"));
            case 3 -> new Auth(luck.oneOf("world", "auth", "super", "unknown", null), utf8("x"));
            case 4 -> new Auth("digest", utf8("a:b:c"));
            case 5, 6, 7 -> new Auth("digest", utf8("bob:pw"));
            default -> new Auth("digest", utf8("alice:pw"));
        };
    }

    record Auth(String scheme, byte[] data) {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
