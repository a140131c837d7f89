package io.paddock.interop.differential;

import io.paddock.interop.differential.Step.Request;
import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Requests.Part;
import java.util.ArrayList;
import java.util.List;

/** Draws well-formed requests of every kind, with right and wrong arguments. */
final class Ordinary {

    private final Luck luck;
    private final Words words;
    private final Drafts drafts;
    private final Correspondence known;

    Ordinary(Luck luck, Words words, Drafts drafts, Correspondence known) {
        this.luck = luck;
        this.words = words;
        this.drafts = drafts;
        this.known = known;
    }

    Request request() {
        int lot = luck.below(100);
        if (lot < 10) {
            return multi();
        }
        return lot < 13 ? multiRead() : single();
    }

    /** Anything but a multi or multiRead. */
    Request single() {
        int lot = luck.below(100);
        if (lot < 26) {
            return create();
        }
        if (lot < 36) {
            return setData();
        }
        if (lot < 48) {
            return delete();
        }
        if (lot < 70) {
            return read(luck.oneOf(Op.GET_DATA, Op.EXISTS, Op.GET_CHILDREN, Op.GET_CHILDREN2));
        }
        if (lot < 76) {
            return luck.percent(40) ? setAcl() : onPath(Op.GET_ACL, words.path());
        }
        if (lot < 87) {
            return watch();
        }
        return lot < 91 ? setWatches() : rare();
    }

    private Request rare() {
        return switch (luck.below(6)) {
            case 0 -> onPath(Op.SYNC, luck.percent(10) ? null : words.path());
            case 1 -> drafts.same(Op.PING, Requests.EMPTY, "ping");
            case 2 -> drafts.same(Op.WHO_AM_I, Requests.EMPTY, "whoAmI");
            case 3 -> onPath(Op.GET_EPHEMERALS, luck.oneOf("/", "", null, "/a", "/b/", "x", " "));
            default -> onPath(Op.GET_ALL_CHILDREN_NUMBER, words.path());
        };
    }

    Request create() {
        int type = luck.oneOf(Op.CREATE, Op.CREATE, Op.CREATE2, Op.CREATE_CONTAINER, Op.CREATE_TTL);
        int flags = flags(type);
        boolean sequential = flags == 2 || flags == 3 || flags == 6;
        String path =
                sequential && luck.percent(70) ? words.validPath() + luck.oneOf("", "/", "-", "/s-") : words.path();
        byte[] data = words.data();
        List<AclEntry> acl = words.acl();
        String text = "create(" + type + ") " + path + " " + size(data) + " flags " + flags + " " + acl;
        if (type == Op.CREATE_TTL) {
            long ttl = ttl(flags);
            return drafts.same(type, Requests.createTtl(path, data, acl, flags, ttl), text + " ttl " + ttl);
        }
        return drafts.same(type, Requests.create(path, data, acl, flags), text);
    }

    /** Mostly the flags that belong to the type. */
    private int flags(int type) {
        return switch (type) {
            case Op.CREATE_CONTAINER -> luck.percent(80) ? 4 : luck.oneOf(0, 1, 2, 3, 5, 6, 9);
            case Op.CREATE_TTL -> luck.percent(85) ? luck.oneOf(5, 6) : luck.oneOf(0, 1, 2, 3, 4, 9);
            default -> words.flags();
        };
    }

    /** Right and wrong ones; never negative where the flags are not of a TTL kind, which would kill Apache. */
    private long ttl(int flags) {
        long right = 1000L * (3600 + luck.below(1_000_000));
        if (luck.percent(75)) {
            return right;
        }
        boolean ttlKind = flags == 5 || flags == 6;
        return ttlKind
                ? new long[] {0, 0xffffffffffL, 0x10000000000L, Long.MAX_VALUE, Long.MIN_VALUE, -5}[luck.below(6)]
                : luck.below(3);
    }

    private Request setData() {
        String path = words.path();
        byte[] data = words.data();
        int version = words.version();
        return drafts.same(
                Op.SET_DATA,
                Requests.setData(path, data, version),
                "setData " + path + " " + size(data) + " v" + version);
    }

    private Request delete() {
        String path = words.path();
        int version = words.version();
        return drafts.same(Op.DELETE, Requests.delete(path, version), "delete " + path + " v" + version);
    }

    private Request setAcl() {
        String path = luck.percent(85) ? words.validPath() : words.path();
        List<AclEntry> acl = luck.percent(50) ? AclEntry.OPEN : words.rareAcl();
        int version = words.version();
        return drafts.same(
                Op.SET_ACL, Requests.setAcl(path, acl, version), "setACL " + path + " " + acl + " v" + version);
    }

    private Request read(int type) {
        String path = words.path();
        boolean watch = luck.percent(50);
        return drafts.same(type, Requests.read(path, watch), "read(" + type + ") " + path + (watch ? " watch" : ""));
    }

    private Request onPath(int type, String path) {
        return drafts.same(type, Requests.path(path), "op " + type + " " + path);
    }

    private Request watch() {
        int type = luck.oneOf(Op.ADD_WATCH, Op.ADD_WATCH, Op.REMOVE_WATCHES, Op.CHECK_WATCHES);
        String path = words.path();
        int number = type == Op.ADD_WATCH ? luck.oneOf(0, 0, 1, 1, 2, -1) : luck.oneOf(1, 2, 3, 4, 5, 5, 0, 6);
        return drafts.same(type, Requests.pathAndNumber(path, number), "watches(" + type + ") " + path + " " + number);
    }

    private Request setWatches() {
        List<List<String>> lists = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            List<String> list = new ArrayList<>();
            for (int count = luck.oneOf(0, 0, 1, 2, 3); count > 0; count--) {
                list.add(words.path());
            }
            lists.add(list);
        }
        if (luck.percent(5)) {
            // Apache tells the events of the lists before the one that makes the request malformed; we tell none.
            int missing = luck.below(5);
            lists.subList(0, missing).replaceAll(list -> List.of());
            lists.set(missing, null);
        }
        boolean two = luck.percent(60);
        long since = luck.percent(10) ? -1 : luck.percent(40) ? known.lastApache() : luck.oneOf(known.transactions());
        return drafts.different(
                two ? Op.SET_WATCHES2 : Op.SET_WATCHES,
                setWatches(two, since, lists),
                setWatches(two, known.zxid(since), lists),
                Difference.EVENTS_OF_UNREADABLE_NODES,
                "setWatches" + (two ? "2 " : " ") + since + " " + lists);
    }

    private static Requests.Body setWatches(boolean two, long since, List<List<String>> lists) {
        return two
                ? Requests.setWatches2(since, lists.get(0), lists.get(1), lists.get(2), lists.get(3), lists.get(4))
                : Requests.setWatches(since, lists.get(0), lists.get(1), lists.get(2));
    }

    private Request multi() {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder("multi");
        int count = luck.oneOf(0, 1, 1, 2, 2, 3, 3, 4, 6);
        boolean likelyToSucceed = luck.percent(50);
        for (int i = 0; i < count; i++) {
            Part part = likelyToSucceed && luck.percent(80) ? hopefulPart(text) : part(text);
            parts.add(part);
        }
        return drafts.same(Op.MULTI, Requests.multi(parts), text.toString());
    }

    /** An operation that has good prospects, so that not every multi fails. */
    private Part hopefulPart(StringBuilder text) {
        String path = words.validPath();
        switch (luck.below(3)) {
            case 0:
                text.append(" | create sequential ").append(path);
                return new Part(luck.oneOf(Op.CREATE, Op.CREATE2), Requests.create("/" + path.charAt(1), null, 2));
            case 1:
                text.append(" | set / ");
                return new Part(Op.SET_DATA, Requests.setData("/", words.data(), -1));
            default:
                text.append(" | check /");
                return new Part(Op.CHECK, Requests.pathAndNumber("/", -1));
        }
    }

    private Part part(StringBuilder text) {
        String path = luck.percent(90) ? words.validPath() : words.path();
        int version = words.version();
        int type = luck.oneOf(
                Op.CREATE,
                Op.CREATE,
                Op.CREATE2,
                Op.CREATE_CONTAINER,
                Op.CREATE_TTL,
                Op.DELETE,
                Op.DELETE,
                Op.SET_DATA,
                Op.CHECK);
        text.append(" | ").append(type).append(' ').append(path).append(" v").append(version);
        return switch (type) {
            case Op.CREATE, Op.CREATE2 -> {
                List<AclEntry> acl = words.acl();
                int flags = luck.percent(97) ? luck.oneOf(0, 0, 0, 1, 2, 3, 4) : luck.oneOf(5, 6, 9);
                text.append(" flags ").append(flags).append(' ').append(acl);
                yield new Part(type, Requests.create(path, words.data(), acl, flags));
            }
            case Op.CREATE_CONTAINER -> new Part(type, Requests.create(path, words.data(), words.acl(), 4));
            case Op.CREATE_TTL ->
                new Part(type, Requests.createTtl(path, words.data(), words.acl(), luck.oneOf(5, 6), 3_600_000));
            case Op.DELETE -> new Part(type, Requests.delete(path, version));
            case Op.SET_DATA -> new Part(type, Requests.setData(path, words.data(), version));
            default -> new Part(type, Requests.pathAndNumber(path, version));
        };
    }

    private Request multiRead() {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder("multiRead");
        for (int count = luck.below(5); count > 0; count--) {
            int type = luck.oneOf(Op.GET_DATA, Op.GET_CHILDREN);
            String path = words.path();
            text.append(" | ").append(type).append(' ').append(path);
            parts.add(new Part(type, Requests.read(path, luck.percent(50))));
        }
        return drafts.same(Op.MULTI_READ, Requests.multi(parts), text.toString());
    }

    private static String size(byte[] data) {
        return data == null ? "null" : data.length + " bytes";
    }
}
